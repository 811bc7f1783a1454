import { useEffect, useState } from 'react'
import { useWords } from '~/i18n'
import { Dialog, Keys, Switch } from '~/ui'
import { shortcutsNow, switchAlts, useBoard } from '../keys/board'
import { useSwitchLetters } from '../preferences'
import { useAct } from '../useAct'
import css from './Palette.module.css'
import { usePaletteWords } from './words'

/** Every shortcut of what is on screen, from the same list that makes them work. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const words = usePaletteWords()
  const common = useWords()
  const { letters, alts } = useBoard()
  const switchLetters = useSwitchLetters()
  const { act } = useAct()
  const [groups, setGroups] = useState(shortcutsNow)
  // once the screen behind has told of its keys anew
  useEffect(() => {
    const frame = requestAnimationFrame(() => setGroups(shortcutsNow()))
    return () => cancelAnimationFrame(frame)
  }, [alts])
  return (
    <Dialog title={words.keysTitle} closeLabel={common.common.close} width={720} onClose={onClose}>
      <div className={css.groups} data-testid="key-sheet">
        {groups.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts
                .filter(({ also }) => !also)
                .map(({ keys, say }) => (
                  <div key={keys}>
                    <dt>
                      <Keys keys={keys} />
                    </dt>
                    <dd>{say}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch label={words.lettersSwitch} hint={letters ? words.lettersHint : words.lettersOff} checked={letters} onChange={(on) => void act(() => switchLetters(on))} />
      <Switch label={words.altsSwitch} hint={words.altsHint} checked={alts} onChange={switchAlts} />
    </Dialog>
  )
}
