import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Icon } from './Icon';
import { useStrings } from './use_strings';

interface OverlayProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  testId?: string;
  /** `top` for those that one types into and leaves again. */
  place?: 'centre' | 'top';
  width?: 'narrow' | 'wide';
  /** Whether the title is only read out. */
  bare?: boolean;
  /** Whether it asks something that must be answered. */
  alert?: boolean;
}

/** A dialog over the window. Escape and a press beside it close it, unless it asks something that must be answered. */
export function Overlay({ title, onClose, children, testId, place = 'centre', width = 'narrow', bare, alert }: OverlayProps) {
  const t = useStrings();
  return (
    <ModalOverlay
      className={`overlay overlay-${place}`}
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable={!alert}
    >
      <Modal className={`modal modal-${width}`}>
        <Dialog className="dialog" data-testid={testId} role={alert ? 'alertdialog' : 'dialog'} aria-label={bare ? title : undefined}>
          {bare ? null : (
            <header className="dialog-head">
              <Heading slot="title">{title}</Heading>
              <Button className="button quiet square" aria-label={t.common.close} onPress={onClose}>
                <Icon name="close" />
              </Button>
            </header>
          )}
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
