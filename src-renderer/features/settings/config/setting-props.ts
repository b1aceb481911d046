import type { ConfigSetting } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { PickerOption } from '../../../ui/overlay-requests.ts';

export interface SettingProps {
  readonly serverId: ServerId;
  readonly setting: ConfigSetting;
  /** The file cannot be written: nothing can be changed. */
  readonly frozen: boolean;
  /** For a text: what to choose from. Another text stays possible where there are none. */
  readonly options?: readonly PickerOption[] | undefined;
}
