/** Whether the store can be opened, is of this version and takes writes. */
import { accessSync, constants } from 'node:fs'
import { examineStore, type Shape } from '../store/examine.ts'
import { databaseFile, type StorePlace } from '../store/open.ts'
import { type Finding, mend, mind, saidBy, well } from './finding.ts'

const restore = '停下服务，用 npm run -s restore -- 备份文件 恢复'

export async function checkDatabase(place: StorePlace): Promise<Finding[]> {
  const isPostgres = place.DATABASE_URL !== undefined
  const name = isPostgres ? '数据库（PostgreSQL）' : '数据库（SQLite）'
  try {
    const found = await examineStore(place)
    if (found === undefined) return [well(`${name}还没有，第一次启动时建立`)]
    const shape = describeShape(found.shape, name)
    if (!isPostgres) return [canWrite([place.DATA_DIR, databaseFile(place.DATA_DIR)]), shape]
    if (found.isReadOnly) return [shape, mend(`${name}只读`, '连到了备库，或库被设成只读', 'DATABASE_URL 改连主库')]
    if (!found.mayCreate) return [shape, mend(`${name}的用户不能建表`, '启动时要建表和升级表', '让这个用户做库的属主')]
    return [shape, well(`${name}可以写`)]
  } catch (error) {
    const fix = isPostgres
      ? '核对 DATABASE_URL 的地址、端口、用户、口令和库名，看数据库是否在运行、防火墙是否放行'
      : `看磁盘和权限；文件坏了就${restore}`
    return [mend(`${name}${isPostgres ? '连不上' : '打不开'}`, saidBy(error), fix)]
  }
}

function describeShape(shape: Shape, name: string): Finding {
  switch (shape.is) {
    case 'empty':
      return well(`${name}是空的，第一次启动时建表`)
    case 'newest':
      return well(`${name}能打开，表是最新的`)
    case 'older':
      return mind(`${name}有 ${shape.due} 步升级没做`, '它由旧版本建立', '先 npm run -s backup 备份；下次启动自己升级')
    case 'foreign':
      return mend(`${name}的表与本版本对不上`, shape.why, `换回原来的版本，或${restore}`)
    case 'damaged':
      return mend(`${name}损坏`, shape.why, restore)
  }
}

/** @param places must be writable by this user */
export function canWrite(places: readonly string[]): Finding {
  for (const place of places)
    try {
      accessSync(place, constants.R_OK | constants.W_OK)
    } catch (error) {
      return mend(
        `${place} 读写不了`,
        saidBy(error),
        '用运行服务的用户来检查；目录属主改成这个用户（chown），磁盘不要挂成只读',
      )
    }
  return well(`${places.join('、')} 可以读写`)
}
