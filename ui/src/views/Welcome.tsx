import { useState } from 'react';
import { Button, Form, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import { bridge } from '../bridge';
import { FaultNote } from '../parts/FaultNote';
import { Icon } from '../parts/Icon';
import { TextBox } from '../parts/TextBox';
import { useStore } from '../parts/use_store';
import { useStrings } from '../parts/use_strings';
import { openHealth } from '../state/health';
import { createNewsroom, newsroomStore, openNewsroom } from '../state/newsroom';
import { languageName } from '../strings';

/** Where one begins: open a newsroom, make one, or go back to a recent one. */
export function Welcome() {
  const t = useStrings();
  const { phase, recent, fault, refused } = useStore(newsroomStore);
  return (
    <main className="welcome" data-testid="welcome">
      <header className="welcome-head">
        <h1>{t.welcome.title}</h1>
        <p className="tagline">{t.welcome.tagline}</p>
        <p className="muted">{t.welcome.intro}</p>
      </header>
      {fault ? (
        <FaultNote fault={fault}>
          {refused && fault.code.startsWith('store') ? (
            <Button className="button" onPress={openHealth} data-testid="open-health">
              {t.health.offer}
            </Button>
          ) : null}
        </FaultNote>
      ) : null}
      <section aria-labelledby="recent-title">
        <h2 id="recent-title">{t.welcome.recent}</h2>
        {recent.length === 0 ? <p className="muted">{t.welcome.noRecent}</p> : null}
        <ul className="recent">
          {recent.map((newsroom) => (
            <li key={newsroom.path}>
              <Button className="recent-one" isDisabled={phase === 'opening'} onPress={() => void openNewsroom(newsroom.path)}>
                <Icon name="folder" />
                <bdi className="recent-name">{newsroom.name}</bdi>
                <bdi className="muted path">{newsroom.path}</bdi>
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <div className="welcome-pair">
        <OpenForm busy={phase === 'opening'} />
        <CreateForm busy={phase === 'opening'} />
      </div>
    </main>
  );
}

function OpenForm({ busy }: { busy: boolean }) {
  const t = useStrings();
  const [path, setPath] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <section className="card" aria-labelledby="open-title">
      <h2 id="open-title">{t.welcome.openTitle}</h2>
      <p className="muted">{t.welcome.openHelp}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isAbsolute(path)) void openNewsroom(path.trim());
        }}
      >
        <FolderBox
          label={t.welcome.folder}
          path={path}
          onPath={setPath}
          error={tried && !isAbsolute(path) ? t.welcome.absolute : ''}
          testId="open-path"
        />
        <Button className="button primary" type="submit" isDisabled={busy} data-testid="open-newsroom">
          {busy ? t.welcome.opening : t.common.open}
        </Button>
      </Form>
    </section>
  );
}

function CreateForm({ busy }: { busy: boolean }) {
  const t = useStrings();
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const [langs, setLangs] = useState<string[]>(['en', 'ar']);
  const [tried, setTried] = useState(false);
  return (
    <section className="card" aria-labelledby="create-title">
      <h2 id="create-title">{t.welcome.createTitle}</h2>
      <p className="muted">{t.welcome.createHelp}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name.trim() !== '' && isAbsolute(path) && langs.length > 0) void createNewsroom(path.trim(), name.trim(), langs);
        }}
      >
        <TextBox
          label={t.welcome.name}
          value={name}
          onChange={setName}
          hint={t.welcome.nameHint}
          error={tried && name.trim() === '' ? t.welcome.needName : ''}
          testId="create-name"
        />
        <FolderBox
          label={t.welcome.folder}
          path={path}
          onPath={setPath}
          error={tried && !isAbsolute(path) ? t.welcome.absolute : ''}
          testId="create-path"
        />
        <Languages langs={langs} onLangs={setLangs} error={tried && langs.length === 0 ? t.welcome.needLanguage : ''} />
        <Button className="button primary" type="submit" isDisabled={busy} data-testid="create-newsroom">
          {busy ? t.welcome.opening : t.common.create}
        </Button>
      </Form>
    </section>
  );
}

function Languages({ langs, onLangs, error }: { langs: string[]; onLangs(langs: string[]): void; error: string }) {
  const t = useStrings();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  function add(): void {
    const tag = canonicalLanguage(typed);
    setWrong(tag === null);
    if (tag === null) return;
    if (!langs.includes(tag)) onLangs([...langs, tag]);
    setTyped('');
  }

  return (
    <div className="field">
      <TagGroup className="tags" onRemove={(keys) => onLangs(langs.filter((lang) => !keys.has(lang)))}>
        <Label>{t.welcome.languages}</Label>
        <TagList
          items={langs.map((id) => ({ id }))}
          className="tag-list"
          renderEmptyState={() => <span className="muted">{t.common.none}</span>}
        >
          {({ id }) => (
            <Tag id={id} textValue={languageName(id)} className="tag">
              <bdi>{languageName(id)}</bdi>
              <Button slot="remove" className="tag-remove" aria-label={`${t.common.remove} ${languageName(id)}`}>
                <Icon name="close" />
              </Button>
            </Tag>
          )}
        </TagList>
      </TagGroup>
      <div className="row">
        <TextBox
          label={t.welcome.addLanguage}
          quiet
          value={typed}
          onChange={setTyped}
          hint={t.welcome.languageHint}
          onEnter={add}
          help={t.welcome.languagesHelp}
          error={wrong ? t.welcome.badLanguage : error}
        />
        <Button className="button" onPress={add} isDisabled={typed.trim() === ''}>
          {t.common.add}
        </Button>
      </div>
    </div>
  );
}

function FolderBox({
  label,
  path,
  onPath,
  error,
  testId,
}: {
  label: string;
  path: string;
  onPath(path: string): void;
  error: string;
  testId: string;
}) {
  const t = useStrings();
  return (
    <div className="row">
      <TextBox label={label} value={path} onChange={onPath} hint={t.welcome.folderHint} error={error} testId={testId} dir="ltr" />
      <Button
        className="button row-button"
        onPress={() => {
          void bridge()
            .pickFolder(label)
            .then((chosen) => (chosen ? onPath(chosen) : undefined));
        }}
      >
        {t.common.choose}
      </Button>
    </div>
  );
}

/** A BCP 47 tag in its proper form, or null where it is none. */
function canonicalLanguage(typed: string): string | null {
  try {
    return Intl.getCanonicalLocales(typed.trim())[0] ?? null;
  } catch {
    return null;
  }
}

/** Whether a path is whole: from the root, from a drive, or from a network share. */
function isAbsolute(path: string): boolean {
  return /^(\/|[a-z]:[\\/]|\\\\)/i.test(path.trim());
}
