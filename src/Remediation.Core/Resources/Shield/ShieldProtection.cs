using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Shield;

/// <summary>One protection of Shield Advanced as Shield lists it, whole, and read as far as the checks need it.</summary>
public sealed class ShieldProtection(AwsDocument document)
{
    /// <summary>The listing's element whole.</summary>
    public AwsDocument Document { get; } = document;

    public string Id { get; } = AwsJson.Text(document.Root, "Id"u8) ?? "";

    public string Name { get; } = AwsJson.Text(document.Root, "Name"u8) ?? "";

    /// <summary>The resource that is protected.</summary>
    public string ResourceArn { get; } = AwsJson.Text(document.Root, "ResourceArn"u8) ?? "";

    /// <summary>A protection that is not there yet.</summary>
    public static ShieldProtection For(string name, string resourceArn) =>
        new(
            AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(nameof(Name), name);
                writer.WriteString(nameof(ResourceArn), resourceArn);
                writer.WriteEndObject();
            })
        );
}
