import * as cdk from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

export interface FoundationProps extends cdk.StackProps {
  readonly environment: string;
  readonly domain: string;
}

export class FoundationStack extends cdk.Stack {
  readonly zone: route53.CfnHostedZone;
  readonly certificate: acm.CfnCertificate;

  constructor(scope: Construct, id: string, props: FoundationProps) {
    super(scope, id, props);
    this.zone = new route53.CfnHostedZone(this, 'zone', { name: props.domain });
    const domainName = `shop.${props.domain}`;
    this.certificate = new acm.CfnCertificate(this, 'certificate', {
      domainName,
      validationMethod: 'DNS',
      domainValidationOptions: [{ domainName, hostedZoneId: this.zone.attrId }],
    });
  }
}
