import { Button } from 'react-aria-components';
import { dismiss, notices } from '../state/notices';
import { Icon } from './Icon';
import { useStore } from './use_store';
import { useStrings } from './use_strings';

/** Short messages in the corner. They are read out as they come. */
export function Notices() {
  const t = useStrings();
  const { list } = useStore(notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {list.map((notice) => (
        <div key={notice.id} className={`notice notice-${notice.tone}`}>
          <div className="notice-text">
            <bdi>{notice.text}</bdi>
            {notice.hint ? <p className="muted">{notice.hint}</p> : null}
          </div>
          {notice.action ? (
            <Button
              className="button"
              onPress={() => {
                notice.action?.run();
                dismiss(notice.id);
              }}
            >
              {notice.action.label}
            </Button>
          ) : null}
          <Button className="button quiet square" aria-label={t.common.dismiss} onPress={() => dismiss(notice.id)}>
            <Icon name="close" />
          </Button>
        </div>
      ))}
    </div>
  );
}
