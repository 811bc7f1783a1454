import {
  IconAddressBook,
  IconApi,
  IconArrowsSplit2,
  IconArrowBackUp,
  IconBolt,
  IconClipboardText,
  IconClock,
  IconFlag,
  IconForms,
  IconGitBranch,
  IconHeadset,
  IconHelpCircle,
  IconListCheck,
  IconMapPin,
  IconMessage,
  IconNote,
  IconPhoto,
  IconPuzzle,
  IconSitemap,
  IconVariable,
} from '@tabler/icons-react'

const icons: Record<string, typeof IconBolt> = {
  bolt: IconBolt,
  message: IconMessage,
  photo: IconPhoto,
  pin: IconMapPin,
  list: IconListCheck,
  question: IconHelpCircle,
  form: IconForms,
  branch: IconGitBranch,
  split: IconArrowsSplit2,
  variable: IconVariable,
  contact: IconAddressBook,
  api: IconApi,
  clock: IconClock,
  subflow: IconSitemap,
  goto: IconArrowBackUp,
  handoff: IconHeadset,
  flag: IconFlag,
  note: IconNote,
  text: IconClipboardText,
}

/** The icon that the server names; a puzzle piece for one that these screens do not know yet. */
export function StepIcon({ name, size = 16 }: { name: string | undefined; size?: number }) {
  const Icon = icons[name ?? ''] ?? IconPuzzle
  return <Icon size={size} stroke={1.75} aria-hidden />
}
