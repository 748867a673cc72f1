import { Instance } from '@cdktf/provider-aws/lib/instance';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';
import { Settings, tagsOf } from './config';

const SCRIPT = ['#!/bin/bash', 'dnf install -y docker', 'systemctl enable --now docker'];

export class Runner extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { subnet: Subnet; group: SecurityGroup; settings: Settings },
  ) {
    super(scope, id);
    new Instance(this, 'runner', {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      subnetId: props.subnet.id,
      vpcSecurityGroupIds: [props.group.id],
      userData: SCRIPT.join('\n'),
      tags: tagsOf(props.settings, 'runner'),
    });
  }
}
