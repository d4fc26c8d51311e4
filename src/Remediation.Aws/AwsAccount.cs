using System.Collections.Immutable;
using Remediation.Aws.Documents;
using Remediation.Aws.Ec2;
using Remediation.Engine;
using Remediation.Engine.Layers;

namespace Remediation.Aws;

/// <summary>The live account that the clients reach, every layer of it.</summary>
public static class AwsAccount
{
    /// <summary>The IAM actions that reading needs; what executing needs, each call says itself.</summary>
    public static ImmutableArray<string> ReadActions { get; } =
    [
        .. Ec2Account
            .ReadActions.Concat(ResourceLayers.All.SelectMany(layer => layer.ReadActions))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The account; no request is sent yet.</summary>
    public static IAccount Open(AwsClients clients) =>
        new LayeredAccount(
            new Ec2Account(clients.CreateEc2(), clients.Region, clients.Budget),
            new AwsDocumentSource(clients)
        );
}
