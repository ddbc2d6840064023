// How WebChat and its cards look here. Colours are those of base.css.
const sans =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "HarmonyOS Sans SC", sans-serif'

const normal = {
  ink: '#1d2733',
  soft: '#5a6675',
  blue: '#14497d',
  paper: '#ffffff',
  mist: '#f1f4f8',
  line: '#d5dce5',
  mine: '#e3edf7',
  good: '#1e6b43',
  bad: '#a62b1f',
  warn: '#86560a',
}
const strong = {
  ...normal,
  ink: '#000000',
  soft: '#2b3440',
  blue: '#0a3568',
  line: '#5a6675',
  mist: '#eef2f7',
  good: '#0c5230',
  bad: '#8c1a10',
  warn: '#6a4200',
}

export function styleOptions(isLarge) {
  const colours = isLarge ? strong : normal
  return {
    primaryFont: sans,
    monospaceFont: sans,
    rootHeight: '100%',
    rootWidth: '100%',
    backgroundColor: 'transparent',
    accent: colours.blue,
    subtle: colours.soft,
    paddingRegular: 12,
    paddingWide: 20,
    transitionDuration: '0.15s',

    bubbleBackground: colours.paper,
    bubbleTextColor: colours.ink,
    bubbleBorderColor: colours.line,
    bubbleBorderRadius: 6,
    bubbleMinHeight: isLarge ? 48 : 40,
    bubbleMaxWidth: 780,
    bubbleImageHeight: 'auto',
    bubbleFromUserBackground: colours.mine,
    bubbleFromUserTextColor: colours.ink,
    bubbleFromUserBorderColor: isLarge ? colours.line : colours.mine,
    bubbleFromUserBorderRadius: 6,
    bubbleFromUserMaxWidth: 520,

    groupTimestamp: 300_000,
    timestampColor: colours.soft,
    markdownRenderHTML: false,
    markdownRespectCRLF: true,
    hideUploadButton: true,
    sendTimeout: 30_000,
    // A long answer is read from its top: the view stops there instead of running on to the buttons.
    autoScrollSnapOnPage: true,
    autoScrollSnapOnActivity: true,

    suggestedActionLayout: 'flow',
    suggestedActionBackgroundColor: colours.paper,
    suggestedActionBorderColor: colours.blue,
    suggestedActionBorderRadius: 4,
    suggestedActionTextColor: colours.blue,
    suggestedActionHeight: isLarge ? 48 : 40,

    sendBoxBackground: colours.paper,
    sendBoxTextColor: colours.ink,
    sendBoxPlaceholderColor: colours.soft,
    sendBoxButtonColor: colours.blue,
    sendBoxHeight: isLarge ? 64 : 54,
    sendBoxTextWrap: true,
    sendBoxMaxHeight: 160,
    sendBoxBorderTop: `solid 1px ${colours.line}`,
  }
}

export function cardLook(isLarge) {
  const colours = isLarge ? strong : normal
  const plain = { default: colours.ink, subtle: colours.soft }
  const one = (colour) => ({ default: colour, subtle: colour })
  const foregroundColors = {
    default: plain,
    dark: plain,
    light: one('#ffffff'),
    accent: one(colours.blue),
    good: one(colours.good),
    warning: one(colours.warn),
    attention: one(colours.bad),
  }
  const size = isLarge ? 20 : 15
  return {
    supportsInteractivity: true,
    fontFamily: sans,
    fontSizes: { small: size - 2, default: size, medium: size + 1, large: size + 4, extraLarge: size + 8 },
    lineHeights: {
      small: size * 1.55,
      default: size * 1.7,
      medium: size * 1.7,
      large: size * 1.8,
      extraLarge: size * 2,
    },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 16 },
    separator: { lineThickness: 1, lineColor: colours.line },
    containerStyles: {
      default: { backgroundColor: colours.paper, foregroundColors },
      emphasis: { backgroundColor: colours.mist, foregroundColors },
    },
    actions: {
      maxActions: 8,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 160 },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 12,
    },
  }
}
