/** Sums written out: for answers, for contracts, for questions. */
import { writeFinancial } from './chinese-number.ts'

/** 3000000 → 3,000,000元 */
export function formatYuan(yuan: number): string {
  return `${yuan.toLocaleString('en-US')}元`
}

/** 3000000 → 300万元, 120000000 → 1.2亿元; what is not round stays in yuan: 3,000,001元. */
export function formatShort(yuan: number): string {
  if (yuan >= 100_000_000 && yuan % 1_000_000 === 0) return `${decimal(yuan, 100_000_000)}亿元`
  if (yuan >= 10_000 && yuan % 100 === 0) return `${decimal(yuan, 10_000)}万元`
  return formatYuan(yuan)
}

/** 3000000 → 叁佰万元整 */
export function toFinancialNumerals(yuan: number): string {
  return `${writeFinancial(yuan)}元整`
}

/** Exact: the remainder has at most two decimals. */
function decimal(yuan: number, unit: number): string {
  const whole = Math.floor(yuan / unit)
  const hundredths = (yuan % unit) / (unit / 100)
  return hundredths === 0 ? String(whole) : `${whole}.${String(hundredths).padStart(2, '0')}`.replace(/0$/u, '')
}
