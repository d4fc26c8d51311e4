using Amazon.EC2;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>One operation of EC2.</summary>
internal abstract class Ec2Operation(string name)
{
    public string Name { get; } = name;

    /// <summary>
    /// What sends the request that the parameters make and gives the answer. A parameter that is not understood throws
    /// <see cref="System.Text.Json.JsonException"/>.
    /// </summary>
    public abstract Func<IAmazonEC2, CancellationToken, Task<AwsDocument>> Bind(string parametersJson);
}
