import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { BackupRow, Finding, JobState } from '../../bridge';
import { FaultNote } from '../../parts/FaultNote';
import { Icon } from '../../parts/Icon';
import { Overlay } from '../../parts/Overlay';
import { Progress } from '../../parts/Progress';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { closeDialog } from '../../state/desk';
import { backUp, examine, health, repair, restoreBackup } from '../../state/health';
import { jobs } from '../../state/jobs';
import { newsroomStore } from '../../state/newsroom';
import { longTime, sizeWords } from '../../strings';
import { Details } from './Details';

type Asking = { what: 'repair' } | { what: 'restore'; backup: BackupRow } | null;

/** How the newsroom is, what can be mended, and its backups. */
export function HealthDialog() {
  const t = useStrings();
  const { report, looking, job, fault } = useStore(health);
  const state = useStore(jobs, (each) => each.heard[job]);
  const open = useStore(newsroomStore, (each) => each.phase === 'open');
  const [asking, setAsking] = useState<Asking>(null);
  const running = job !== 0 && (state?.phase ?? 'running') === 'running';
  const mendable = (report?.findings ?? []).filter((finding) => finding.repair !== '' && finding.severity !== 'note');

  if (asking) {
    const isRepair = asking.what === 'repair';
    return (
      <Overlay
        title={isRepair ? t.health.repairTitle : t.health.restoreTitle(longTime(asking.backup.at))}
        onClose={() => setAsking(null)}
        testId="health-ask"
        alert
        width="wide"
      >
        {isRepair ? (
          <ul className="health-plan">
            {mendable.map((finding) => (
              <li key={finding.rule} dir="auto">
                {finding.repair}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="muted">{isRepair ? t.health.repairHelp : t.health.restoreHelp}</p>
        <div className="dialog-end">
          <Button className="button" onPress={() => setAsking(null)} autoFocus>
            {t.common.cancel}
          </Button>
          <Button
            className="button primary"
            data-testid="health-go"
            onPress={() => {
              setAsking(null);
              void (isRepair ? repair([]) : restoreBackup(asking.backup.name));
            }}
          >
            {isRepair ? t.health.repairNow : t.health.restoreNow}
          </Button>
        </div>
      </Overlay>
    );
  }

  return (
    <Overlay title={t.health.title} onClose={closeDialog} testId="health-dialog" width="wide">
      {running ? <Working state={state} /> : state ? <Ended state={state} /> : null}
      {fault ? <FaultNote fault={fault} /> : null}
      {looking ? <Progress label={t.health.looking} done={0} total={0} message="" /> : null}
      {report && !running && !looking ? (
        <section className="health-findings" aria-label={t.health.title} data-testid="findings">
          {report.findings.length === 0 ? (
            <p className="health-well">
              <Icon name="check" />
              {t.health.well}
            </p>
          ) : (
            report.findings.map((finding) => <FindingCard key={finding.rule} finding={finding} />)
          )}
        </section>
      ) : null}
      {running ? null : (
        <div className="row start health-actions">
          <Button className="button" isDisabled={looking} onPress={() => void examine(true)} aria-describedby="deep-help">
            {t.health.deep}
          </Button>
          <span className="muted" id="deep-help">
            {t.health.deepHelp}
          </span>
          {mendable.length > 0 ? (
            <Button className="button primary" isDisabled={looking} onPress={() => setAsking({ what: 'repair' })} data-testid="repair">
              {t.health.repair}
            </Button>
          ) : null}
        </div>
      )}
      {report ? (
        <section className="health-backups" aria-labelledby="backups-title">
          <div className="row health-head">
            <h3 id="backups-title">{t.health.backups}</h3>
            {open ? (
              <Button className="button small" isDisabled={running || looking} onPress={() => void backUp()} data-testid="back-up">
                {t.health.backUp}
              </Button>
            ) : null}
          </div>
          <p className="muted">{report.backups.length === 0 ? t.health.noBackups : t.health.every(report.every_minutes)}</p>
          <ul className="backups">
            {report.backups.map((backup) => (
              <li key={backup.name} data-testid="backup">
                <span>{longTime(backup.at)}</span>
                <span className="muted">{t.health.why[backup.why] ?? backup.why}</span>
                <span className="muted">
                  <bdi>{sizeWords(backup.bytes)}</bdi>
                </span>
                <Button className="button small" isDisabled={running || looking} onPress={() => setAsking({ what: 'restore', backup })}>
                  {t.health.restore}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div className="dialog-end">
        <Button className="button" onPress={closeDialog}>
          {t.common.close}
        </Button>
      </div>
    </Overlay>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const t = useStrings();
  const icon = finding.severity === 'bad' ? 'block' : finding.severity === 'warn' ? 'warn' : 'check';
  return (
    <article className={`finding finding-${finding.severity}`} data-testid="finding" data-rule={finding.rule}>
      <Icon name={icon} />
      <div>
        <p className="finding-severity">{t.health.severity[finding.severity] ?? finding.severity}</p>
        <p dir="auto">{finding.message}</p>
        <p className="muted" dir="auto">
          {finding.hint}
        </p>
        {finding.repair ? (
          <p className="finding-repair">
            <strong>{t.health.repairs}</strong> <bdi>{finding.repair}</bdi>
          </p>
        ) : null}
        <Details
          label={t.health.where}
          lines={finding.places.map((place) =>
            [place.path, place.line > 0 ? t.health.line(place.line) : '', place.note].filter(Boolean).join(' · '),
          )}
        />
      </div>
    </article>
  );
}

type Kind = 'backup' | 'repair' | 'restore';

function Working({ state }: { state: JobState | undefined }) {
  const t = useStrings();
  const kind = (state?.kind ?? 'repair') as Kind;
  return <Progress label={t.health.working[kind]} done={state?.done ?? 0} total={state?.total ?? 0} message={state?.message ?? ''} />;
}

function Ended({ state }: { state: JobState }) {
  const t = useStrings();
  const kind = state.kind as Kind;
  if (state.phase === 'failed')
    return <FaultNote title={t.health.failed[kind]} fault={{ code: '', message: state.message, hint: state.hint }} />;
  return (
    <div className="ended ended-good" role="status" data-testid="health-done">
      <Icon name="check" />
      <div>
        <strong>{t.health.ended[kind]}</strong>
        <p dir="auto">{state.message}</p>
        <Details label={t.health.report} lines={state.details} open />
      </div>
    </div>
  );
}
