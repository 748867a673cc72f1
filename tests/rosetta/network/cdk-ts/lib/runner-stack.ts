import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Config, nameTag } from './config';

export interface RunnerStackProps extends cdk.StackProps {
  readonly config: Config;
  readonly subnetId: string;
  readonly securityGroupId: string;
}

export class RunnerStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: RunnerStackProps) {
    super(scope, id, props);
    const script = ['#!/bin/bash', 'dnf install -y docker', 'systemctl enable --now docker'].join('\n');
    new ec2.CfnInstance(this, 'Runner', {
      imageId: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      subnetId: props.subnetId,
      securityGroupIds: [props.securityGroupId],
      userData: cdk.Fn.base64(script),
      tags: nameTag(props.config, 'runner'),
    });
  }
}
