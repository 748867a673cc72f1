import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';

export class Domain extends Construct {
  readonly certificateArn: string;
  private readonly zone: Route53Zone;

  constructor(scope: Construct, id: string, private readonly domain: string) {
    super(scope, id);
    this.zone = new Route53Zone(this, 'zone', { name: domain });
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: `shop.${domain}`,
      validationMethod: 'DNS',
    });
    const option = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, 'validation-record', {
      zoneId: this.zone.zoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: 60,
    });
    const validation = new AcmCertificateValidation(this, 'certificate-validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
    this.certificateArn = validation.certificateArn;
  }

  alias(balancer: Lb): void {
    new Route53Record(this, 'alias', {
      zoneId: this.zone.zoneId,
      name: `shop.${this.domain}`,
      type: 'A',
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
  }
}
