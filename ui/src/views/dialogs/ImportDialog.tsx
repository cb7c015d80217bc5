import { useState } from 'react';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { bridge, type Fault } from '../../bridge';
import { FaultNote } from '../../parts/FaultNote';
import { Icon } from '../../parts/Icon';
import { Overlay } from '../../parts/Overlay';
import { Picker } from '../../parts/Picker';
import { Progress } from '../../parts/Progress';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { closeDialog, desk } from '../../state/desk';
import { cancelJob, jobs, startImport } from '../../state/jobs';
import { newsroomStore } from '../../state/newsroom';
import { Details } from './Details';

/** Brings files into the newsroom, and reports on each. */
export function ImportDialog() {
  const t = useStrings();
  const [paths, setPaths] = useState(() => desk.get().dropped.join('\n'));
  const [lang, setLang] = useState('');
  // One that is under way is taken up again.
  const [job, setJob] = useState(() => jobs.get().running.import);
  const [fault, setFault] = useState<Fault | null>(null);
  const [tried, setTried] = useState(false);
  const editions = useStore(newsroomStore, (state) => state.newsroom?.editions);
  const state = useStore(jobs, (each) => each.heard[job]);
  const listed = paths
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const add = (more: string[]) => setPaths([...new Set([...listed, ...more])].join('\n'));

  async function start(): Promise<void> {
    setTried(true);
    setFault(null);
    if (listed.length === 0) return;
    const started = await startImport({ paths: listed, lang });
    if ('job' in started) setJob(started.job);
    else setFault(started.fault);
  }

  const running = job !== 0 && (state?.phase ?? 'running') === 'running';
  return (
    <Overlay title={t.import.title} onClose={closeDialog} testId="import-dialog" width="wide">
      {job === 0 ? (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          <p className="muted">{t.import.help}</p>
          <TextField
            className="field"
            value={paths}
            onChange={setPaths}
            isInvalid={tried && listed.length === 0}
            autoFocus
            validationBehavior="aria"
          >
            <Label>{t.import.paths}</Label>
            <TextArea rows={4} dir="ltr" spellCheck={false} data-testid="import-paths" className="paths" />
            <Text slot="description" className={tried && listed.length === 0 ? 'is-block' : 'help'}>
              {tried && listed.length === 0 ? t.import.need : t.import.pathsHelp}
            </Text>
          </TextField>
          <div className="row start">
            <Button className="button" onPress={() => void bridge().pickFiles(t.import.title).then(add)}>
              {t.import.chooseFiles}
            </Button>
            <Button
              className="button"
              onPress={() =>
                void bridge()
                  .pickFolder(t.import.title)
                  .then((folder) => (folder ? add([folder]) : undefined))
              }
            >
              <Icon name="folder" />
              {t.import.chooseFolder}
            </Button>
          </div>
          <Picker
            label={t.import.lang}
            value={lang}
            onChange={setLang}
            choices={[
              { id: '', label: t.import.mainLanguage },
              ...(editions ?? []).map((edition) => ({ id: edition.lang, label: edition.label || edition.lang })),
            ]}
          />
          {fault ? <FaultNote fault={fault} /> : null}
          <div className="dialog-end">
            <Button className="button" onPress={closeDialog}>
              {t.common.cancel}
            </Button>
            <Button className="button primary" type="submit" data-testid="import-start">
              {t.import.start}
            </Button>
          </div>
        </Form>
      ) : running ? (
        <>
          <Progress label={t.import.running} done={state?.done ?? 0} total={state?.total ?? 0} message={state?.message ?? ''} />
          <div className="dialog-end">
            <Button className="button" onPress={() => cancelJob(job)}>
              {t.export.cancel}
            </Button>
          </div>
        </>
      ) : state ? (
        <>
          {state.phase === 'failed' ? (
            <FaultNote title={t.import.failed} fault={{ code: '', message: state.message, hint: state.hint }} />
          ) : (
            <div className={`ended ${state.phase === 'done' ? 'ended-good' : ''}`} role="status" data-testid="import-done">
              <Icon name={state.phase === 'done' ? 'check' : 'warn'} />
              <div>
                <strong>{state.phase === 'done' ? t.import.done : t.import.cancelled}</strong>
                <p>{state.message}</p>
                {state.hint ? <p className="muted">{state.hint}</p> : null}
              </div>
            </div>
          )}
          <Details label={t.import.report} lines={state.details} open />
          <div className="dialog-end">
            <Button
              className="button"
              onPress={() => {
                setJob(0);
                setPaths('');
                setTried(false);
              }}
            >
              {t.import.again}
            </Button>
            <Button className="button primary" onPress={closeDialog} autoFocus>
              {t.common.close}
            </Button>
          </div>
        </>
      ) : null}
    </Overlay>
  );
}
