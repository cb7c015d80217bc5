import { Button } from 'react-aria-components';
import { FaultNote } from '../../parts/FaultNote';
import { Overlay } from '../../parts/Overlay';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk, loseAndGoOn } from '../../state/desk';
import { copyDraft, saveCopy } from '../../state/rescue';

/** Something was about to take the draft off the desk, and its text is nowhere but in the window. */
export function UnsafeDialog() {
  const t = useStrings();
  const fault = desk.get().session?.store.get().fault;
  return (
    <Overlay title={t.unsafe.title} onClose={closeDialog} testId="unsafe-dialog" alert>
      <p>{t.unsafe.text}</p>
      {fault ? <FaultNote fault={fault} /> : null}
      <div className="dialog-end">
        <Button className="button" onPress={() => void saveCopy()}>
          {t.actions.saveCopy}
        </Button>
        <Button className="button" onPress={() => void copyDraft()}>
          {t.rescue.copy}
        </Button>
        <Button
          className="button"
          onPress={() => {
            desk.get().session?.retry();
            closeDialog();
          }}
        >
          {t.common.retry}
        </Button>
        {desk.get().goOn ? (
          <Button className="button danger" onPress={loseAndGoOn}>
            {t.unsafe.leave}
          </Button>
        ) : null}
        <Button className="button primary" onPress={closeDialog} autoFocus>
          {t.unsafe.stay}
        </Button>
      </div>
    </Overlay>
  );
}
