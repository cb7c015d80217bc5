import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { Overlay } from '../../parts/Overlay';
import { TextBox } from '../../parts/TextBox';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk } from '../../state/desk';
import { quotationIn } from '../../state/quotation';

/** Makes a pull quote of the sentence at the cursor. */
export function PullQuoteDialog() {
  const t = useStrings();
  const [found] = useState(() => {
    const { editor, selection } = desk.get();
    const { text } = editor?.sentenceAtSelection() ?? { text: '' };
    // What was selected is meant as it stands; of a sentence, the words that were said are meant.
    return selection && selection.to > selection.from ? { words: text, speaker: '' } : quotationIn(text);
  });
  const [words, setWords] = useState(found.words);
  const [speaker, setSpeaker] = useState('');
  const [role, setRole] = useState('');
  const [tried, setTried] = useState(false);
  const lang = desk.get().draft?.story.lang;

  function insert(): void {
    setTried(true);
    if (words.trim() === '' || speaker.trim() === '') return;
    const { editor } = desk.get();
    editor?.insertPullQuote({ words: words.trim(), speaker: speaker.trim(), role: role.trim() });
    closeDialog();
    // The dialog gives the focus back to whoever had it; the one who writes is in the text.
    setTimeout(() => editor?.focus(), 0);
  }

  return (
    <Overlay title={t.pullQuote.title} onClose={closeDialog} testId="pull-quote-dialog">
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        <TextBox
          grow
          label={t.pullQuote.words}
          value={words}
          onChange={setWords}
          help={t.pullQuote.wordsHelp}
          error={tried && words.trim() === '' ? t.pullQuote.needWords : ''}
          testId="pull-quote-words"
          lang={lang}
          className="quote-words"
          autoFocus={found.words === ''}
          onEnter={insert}
        />
        <TextBox
          label={t.pullQuote.speaker}
          value={speaker}
          onChange={setSpeaker}
          error={tried && speaker.trim() === '' ? t.pullQuote.needSpeaker : ''}
          testId="pull-quote-speaker"
          lang={lang}
          autoFocus={found.words !== ''}
        />
        {found.speaker !== '' && speaker === '' ? (
          <Button className="button small offer" onPress={() => setSpeaker(found.speaker)} data-testid="pull-quote-named">
            {t.pullQuote.named(found.speaker)}
          </Button>
        ) : null}
        <TextBox
          label={`${t.pullQuote.role} (${t.common.optional})`}
          value={role}
          onChange={setRole}
          hint={t.pullQuote.roleHint}
          testId="pull-quote-role"
          lang={lang}
        />
        <div className="dialog-end">
          <Button className="button" onPress={closeDialog}>
            {t.common.cancel}
          </Button>
          <Button className="button primary" type="submit" data-testid="pull-quote-insert">
            {t.common.insert}
          </Button>
        </div>
      </Form>
    </Overlay>
  );
}
