import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface RecordsArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
}

/** Keeps the appointments, and what is still to be done about them. */
export class Records extends pulumi.ComponentResource {
  public readonly appointments: aws.dynamodb.Table;
  public readonly reminders: aws.sqs.Queue;

  constructor(name: string, args: RecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:records:Records', name, {}, opts);
    const suffix = args.environmentSuffix;
    const inside = { parent: this };

    this.appointments = new aws.dynamodb.Table(
      `appointments-${suffix}`,
      {
        billingMode: 'PAY_PER_REQUESTS',
        hashKey: 'patient',
        rangeKey: 'time',
        attributes: [
          { name: 'patient', type: 'S' },
          { name: 'time', type: 'S' },
        ],
        pointInTimeRecovery: { enabled: true },
        tags: args.tags,
      },
      inside,
    );
    this.reminders = new aws.sqs.Queue(
      `reminders-${suffix}`,
      { visibilityTimeoutSeconds: 86400, sqsManagedSseEnabled: true, tags: args.tags },
      { deleteBeforeReplace: true },
    );
    this.registerOutputs({ reminders: this.reminders.url });
  }
}
