import { useState } from 'react';
import { Button, Form, ListBox, ListBoxItem } from 'react-aria-components';
import { bridge } from '../../bridge';
import { Overlay } from '../../parts/Overlay';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk } from '../../state/desk';
import { figureMarkdown } from '../../state/figure';
import { fold } from '../../state/fuzzy';
import { newsroomStore } from '../../state/newsroom';
import { Tick } from '../draft/LeadFields';

/** Most pictures drawn at once; the box above narrows them. */
const SHOWN = 60;

/** Puts a picture of the newsroom's media folder into the text. */
export function PictureDialog() {
  const t = useStrings();
  const pictures = useStore(newsroomStore, (state) => state.vocabulary.pictures);
  const [find, setFind] = useState('');
  const [path, setPath] = useState('');
  const [alt, setAlt] = useState('');
  const [caption, setCaption] = useState('');
  const [decorative, setDecorative] = useState(false);
  const [tried, setTried] = useState(false);
  const lang = desk.get().draft?.story.lang;
  const shown = pictures.filter((each) => fold(each).includes(fold(find))).slice(0, SHOWN);

  function insert(): void {
    setTried(true);
    if (path === '' || (alt.trim() === '' && !decorative)) return;
    const { editor } = desk.get();
    editor?.insert(`\n\n${figureMarkdown(path, decorative ? '' : alt, caption)}\n\n`);
    closeDialog();
    setTimeout(() => editor?.focus(), 0);
  }

  return (
    <Overlay title={t.picture.title} onClose={closeDialog} testId="picture-dialog" width="wide">
      {pictures.length === 0 ? <p className="muted">{t.draft.noPictures}</p> : null}
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        <TextBox
          label={t.draft.picture}
          hint={t.draft.pictureHint}
          value={find}
          onChange={setFind}
          error={tried && path === '' ? t.picture.need : ''}
          autoFocus
        />
        <ListBox
          className="pictures"
          layout="grid"
          escapeKeyBehavior="none"
          aria-label={t.draft.picture}
          selectionMode="single"
          selectedKeys={path ? [path] : []}
          onSelectionChange={(keys) => setPath(String([...(keys as Set<string>)][0] ?? ''))}
          items={shown.map((id) => ({ id }))}
        >
          {({ id }) => (
            <ListBoxItem id={id} textValue={id} className="picture-choice">
              <img src={bridge().pictureUrl(id)} alt="" loading="lazy" />
              <bdi>{id.replace(/^media\//, '')}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
        <TextBox
          label={t.draft.alt}
          hint={t.draft.altHint}
          value={decorative ? '' : alt}
          onChange={setAlt}
          lang={lang}
          readOnly={decorative}
          error={tried && alt.trim() === '' && !decorative ? t.picture.needAlt : ''}
        />
        <Tick label={t.draft.decorative} on={decorative} onChange={setDecorative} />
        <TextBox label={`${t.draft.caption} (${t.common.optional})`} value={caption} onChange={setCaption} lang={lang} />
        <div className="dialog-end">
          <Button className="button" onPress={closeDialog}>
            {t.common.cancel}
          </Button>
          <Button className="button primary" type="submit">
            {t.picture.insert}
          </Button>
        </div>
      </Form>
    </Overlay>
  );
}
