import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { Overlay } from '../../parts/Overlay';
import { TextBox } from '../../parts/TextBox';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk } from '../../state/desk';
import { nameVersion } from '../../state/history';
import { say } from '../../state/notices';

/** Saves a version and gives it a name. */
export function NameVersionDialog() {
  const t = useStrings();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);

  async function save(): Promise<void> {
    setTried(true);
    const { session, draft } = desk.get();
    if (name.trim() === '' || !session || !draft) return;
    // Where nothing was typed since, the last version is the one that is meant.
    if (!(await session.save('save'))) return;
    if (!(await nameVersion(draft.story.edition, session.store.get().version, name.trim()))) return;
    closeDialog();
    say('good', t.history.savedAs(name.trim()));
  }

  return (
    <Overlay title={t.history.saveNamed} onClose={closeDialog} testId="name-version-dialog">
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextBox
          autoFocus
          label={t.history.name}
          hint={t.history.nameHint}
          help={t.history.nameHelp}
          value={name}
          onChange={setName}
          error={tried && name.trim() === '' ? t.history.needName : ''}
          testId="new-version-name"
          onEnter={() => void save()}
        />
        <div className="dialog-end">
          <Button className="button" onPress={closeDialog}>
            {t.common.cancel}
          </Button>
          <Button className="button primary" type="submit">
            {t.actions.save}
          </Button>
        </div>
      </Form>
    </Overlay>
  );
}
