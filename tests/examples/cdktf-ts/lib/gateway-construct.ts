import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { LoggingConstruct } from "./logging-construct";
import { NetworkConstruct } from "./network-construct";

interface GatewayConstructProps {
  environmentSuffix: string;
  region: string;
  domain: string;
  network: NetworkConstruct;
  logging: LoggingConstruct;
}

export class GatewayConstruct extends Construct {
  public readonly loadBalancer: Lb;

  constructor(scope: Construct, id: string, private readonly props: GatewayConstructProps) {
    super(scope, id);
    const { environmentSuffix, network, logging } = props;

    this.loadBalancer = new Lb(this, "alb", {
      name: `payments-${environmentSuffix}`,
      loadBalancerType: "application",
      subnets: network.publicSubnets.map((subnet) => subnet.id),
      securityGroups: [network.securityGroup.id],
      enableDeletionProtection: true,
      accessLogs: { bucket: logging.accessLogs.bucket, prefix: "alb", enabled: true },
    });
    const targetGroup = new LbTargetGroup(this, "target-group", {
      name: `payments-${environmentSuffix}`,
      port: 3000,
      protocol: "HTTP",
      targetType: "ip",
      vpcId: network.vpc.id,
      healthCheck: { path: "/healthz", matcher: "200" },
      loadBalancingCrossZoneEnabled: true,
    });
    const listener = new LbListener(this, "https", {
      loadBalancerArn: this.loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: this.certificate(),
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });

    const cluster = new EcsCluster(this, "cluster", { name: `payments-${environmentSuffix}` });
    new EcsService(this, "service", {
      name: `payments-${environmentSuffix}`,
      cluster: cluster.arn,
      taskDefinition: this.taskDefinition().arn,
      launchType: "FARGATE",
      desiredCount: 2,
      networkConfiguration: {
        subnets: network.privateSubnets.map((subnet) => subnet.id),
        securityGroups: [network.securityGroup.id],
        assignPublicIp: false,
      },
      loadBalancer: [{ targetGroupArn: targetGroup.arn, containerName: "gateway", containerPort: 3000 }],
      dependsOn: [listener],
    });
  }

  /** A certificate for the gateway's own name, usable once its DNS record has been seen. */
  private certificate(): string {
    const domainName = `${this.props.environmentSuffix}.${this.props.domain}`;
    const zone = new DataAwsRoute53Zone(this, "zone", { name: this.props.domain });
    const certificate = new AcmCertificate(this, "certificate", { domainName, validationMethod: "DNS" });
    const option = certificate.domainValidationOptions("0");
    const record = new Route53Record(this, "validation-record", {
      zoneId: zone.zoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: 60,
    });
    const validation = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
    return validation.certificateArn;
  }

  private taskDefinition(): EcsTaskDefinition {
    const { environmentSuffix, logging, region } = this.props;
    const role = new IamRole(this, "execution-role", {
      name: `payments-execution-${environmentSuffix}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } },
        ],
      }),
    });
    new IamRolePolicyAttachment(this, "execution-policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    });
    return new EcsTaskDefinition(this, "task", {
      family: `payments-gateway-${environmentSuffix}`,
      cpu: "512",
      memory: "1024",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: role.arn,
      containerDefinitions: Fn.jsonencode([
        {
          name: "gateway",
          image: "ghcr.io/example/payments-gateway:2.8.1",
          essential: true,
          portMappings: [{ containerPort: 3000, protocol: "tcp" }],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": logging.logGroup.name,
              "awslogs-region": region,
              "awslogs-stream-prefix": "gateway",
            },
          },
        },
      ]),
    });
  }
}
