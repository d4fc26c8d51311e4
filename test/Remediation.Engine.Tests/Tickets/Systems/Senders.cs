using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>All that sinks send by, with one secret that every reference leads to.</summary>
internal sealed class Senders : IDisposable
{
    /// <summary>It would be seen wherever it does not belong.</summary>
    public const string TheSecret = "s3cr3t-Zq9vKx4TtWm2LrBn";

    public Senders(TimeProvider time, TimeSpan? limit = null)
    {
        Time = time;
        Web = new(time, limit ?? TimeSpan.FromSeconds(30));
        Stored = new(TheSecret);
        Secrets = new(Stored, time);
    }

    public static SecretReference Reference { get; } = SecretReference.Parse("/remediation/secret")!;

    public TimeProvider Time { get; }

    public WebCaller Web { get; }

    public StoredSecrets Stored { get; }

    public SecretReader Secrets { get; }

    /// <summary>AWS at an address, patient since a busy machine is not what is tested.</summary>
    public static AwsDocumentSource Aws(Uri endpoint) =>
        new(
            AwsClients
                .Create(
                    new()
                    {
                        Region = "us-east-1",
                        EndpointUrl = endpoint.ToString(),
                        Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
                        Budget = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90), 0),
                    }
                )
                .Value
        );

    public void Dispose() => Web.Dispose();
}
