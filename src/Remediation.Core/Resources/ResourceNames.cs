using Remediation.Core.Events;

namespace Remediation.Core.Resources;

/// <summary>Tells from an id or an ARN of what type the resource is; it does not say that there is such a resource.</summary>
public static class ResourceNames
{
    /// <summary>One of <see cref="ResourceTypes"/>, or null for what is no id of a watched resource.</summary>
    public static string? TypeOf(string id) => NamedResource.TypeOf(id);
}
