import { useEffect, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { asFault, bridge, type Fault, type JobState } from '../../bridge';
import { ChoiceOf } from '../../parts/Choice';
import { FaultNote } from '../../parts/FaultNote';
import { Icon } from '../../parts/Icon';
import { Overlay } from '../../parts/Overlay';
import { Progress } from '../../parts/Progress';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk, openDialog, openDraft, putAway } from '../../state/desk';
import { cancelJob, jobs, startExport } from '../../state/jobs';
import { sayFault } from '../../state/notices';
import { setSettings } from '../../state/settings';
import { formOf, withForm, type BundleForm } from '../../state/target';
import { Details } from './Details';

/** Seals a bundle: what, where to, and how it went. */
export function ExportDialog() {
  const t = useStrings();
  const draft = useStore(desk, (state) => state.draft);
  const [what, setWhat] = useState('all');
  const [path, setPath] = useState('');
  // One that is under way is taken up again.
  const [job, setJob] = useState(() => jobs.get().running.export);
  const [starting, setStarting] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [tried, setTried] = useState(false);
  const state = useStore(jobs, (each) => each.heard[job]);
  const wrong = tried && !/^(\/|[a-z]:[\\/]|\\\\)/i.test(path.trim());

  useEffect(() => {
    bridge()
      .call('export_target', {})
      .then((target) => setPath((now) => now || target.path))
      .catch((thrown: unknown) => setFault(asFault(thrown)));
  }, []);

  async function start(despite: boolean): Promise<void> {
    setTried(true);
    setFault(null);
    if (!/^(\/|[a-z]:[\\/]|\\\\)/i.test(path.trim())) return;
    setStarting(true);
    // What was typed a moment ago belongs in the bundle.
    if (await putAway(() => openDialog('export'))) {
      const started = await startExport({
        editions: what === 'one' && draft ? [draft.story.edition] : [],
        to: path.trim(),
        despite_problems: despite,
      });
      if ('job' in started) setJob(started.job);
      else setFault(started.fault);
    }
    setStarting(false);
  }

  async function choose(): Promise<void> {
    const chosen = formOf(path) === 'zip' ? await bridge().pickSaveTarget(t.export.title, path) : await bridge().pickFolder(t.export.title);
    if (chosen) setPath(chosen);
  }

  const running = job !== 0 && (state?.phase ?? 'running') === 'running';
  return (
    <Overlay title={t.export.title} onClose={closeDialog} testId="export-dialog" width="wide">
      {job === 0 ? (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            void start(false);
          }}
        >
          <p className="muted">{t.export.help}</p>
          {draft ? (
            <ChoiceOf
              label={t.export.what}
              value={what}
              onChange={setWhat}
              choices={[
                { id: 'all', label: t.export.all },
                { id: 'one', label: t.export.one(draft.story.title || t.list.untitled) },
              ]}
            />
          ) : null}
          <ChoiceOf
            label={t.export.form}
            value={formOf(path)}
            onChange={(form) => setPath(withForm(path, form as BundleForm))}
            choices={[
              { id: 'zip', label: t.export.zip },
              { id: 'folder', label: t.export.folder },
            ]}
          />
          <div className="row">
            <TextBox
              label={t.export.to}
              value={path}
              onChange={setPath}
              dir="ltr"
              error={wrong ? t.welcome.absolute : ''}
              testId="export-path"
            />
            <Button className="button row-button" onPress={() => void choose()}>
              {t.common.choose}
            </Button>
          </div>
          {fault ? <FaultNote fault={fault} /> : null}
          <div className="dialog-end">
            <Button className="button" onPress={closeDialog}>
              {t.common.cancel}
            </Button>
            <Button className="button primary" type="submit" isDisabled={starting} data-testid="export-start">
              {starting ? t.export.waiting : t.export.start}
            </Button>
          </div>
        </Form>
      ) : running ? (
        <>
          <Progress label={t.export.running} done={state?.done ?? 0} total={state?.total ?? 0} message={state?.message ?? ''} />
          <div className="dialog-end">
            <Button className="button" onPress={() => cancelJob(job)} data-testid="export-cancel">
              {t.export.cancel}
            </Button>
          </div>
        </>
      ) : state ? (
        <Ended state={state} busy={starting} onAgain={() => setJob(0)} onAnyway={() => void start(true)} />
      ) : null}
    </Overlay>
  );
}

function Ended({ state, busy, onAgain, onAnyway }: { state: JobState; busy: boolean; onAgain(): void; onAnyway(): void }) {
  const t = useStrings();
  // A failure that names an edition is one that copy caused, and that can be overruled.
  const stopped = state.phase === 'failed' && state.edition !== null;
  const jump = () => {
    closeDialog();
    setSettings({ panel: 'problems' });
    if (state.edition !== null) void openDraft(state.edition);
  };
  return (
    <>
      {state.phase === 'done' ? (
        <div className="ended ended-good" data-testid="export-done" role="status">
          <Icon name="check" />
          <div>
            <strong>{t.export.done}</strong>
            <p>{state.message}</p>
            <code className="path" dir="ltr">
              {state.path}
            </code>
          </div>
        </div>
      ) : state.phase === 'cancelled' ? (
        <p role="status">{t.export.cancelled}</p>
      ) : (
        <FaultNote title={stopped ? t.export.stopped : t.export.failed} fault={{ code: '', message: state.message, hint: state.hint }} />
      )}
      <Details label={t.export.details} lines={state.details} open={stopped} />
      <div className="dialog-end">
        {state.phase === 'done' ? (
          <Button
            className="button"
            onPress={() =>
              void bridge()
                .reveal(state.path)
                .catch((thrown: unknown) => sayFault(asFault(thrown)))
            }
            data-testid="export-reveal"
          >
            <Icon name="folder" />
            {t.export.reveal}
          </Button>
        ) : null}
        {stopped ? (
          <>
            <Button className="button" onPress={onAnyway} isDisabled={busy} data-testid="export-anyway">
              {t.export.anyway}
            </Button>
            <Button className="button primary" onPress={jump} autoFocus>
              {t.export.jump}
            </Button>
          </>
        ) : (
          <>
            <Button className="button" onPress={onAgain}>
              {t.export.again}
            </Button>
            <Button className="button primary" onPress={closeDialog} autoFocus>
              {t.common.close}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
