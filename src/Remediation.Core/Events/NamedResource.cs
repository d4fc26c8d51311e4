using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>A resource as a record names it, before account and region are known.</summary>
internal sealed record NamedResource(string Type, string? Id, string? Name = null)
{
    internal bool IsWellFormed => Id is null ? IsName(Name) : string.Equals(TypeOf(Id), Type, StringComparison.Ordinal);

    internal ResourceReference In(Place place) =>
        new(Type, place.Account, place.Region) { Id = Id, Name = Id is null ? Name : null };

    /// <summary>The type whose ids look like this, or null when no watched type's do.</summary>
    internal static string? TypeOf(string id) =>
        id.Split('-') switch
        {
            ["sg", var rest] when IsTail(rest) => ResourceTypes.SecurityGroup,
            ["acl", var rest] when IsTail(rest) => ResourceTypes.NetworkAcl,
            ["pl", var rest] when IsTail(rest) => ResourceTypes.PrefixList,
            _ => null,
        };

    /// <summary>What an id of the type looks like, for messages.</summary>
    internal static string Pattern(string type) =>
        type switch
        {
            ResourceTypes.SecurityGroup => "the id of a security group, such as sg-0a1b2c3d",
            ResourceTypes.NetworkAcl => "the id of a network ACL, such as acl-0a1b2c3d",
            _ => "the id of a managed prefix list, such as pl-0a1b2c3d",
        };

    /// <summary>Why a resource that is not well-formed is none.</summary>
    internal string Fault =>
        Id is null && Name is not null
            ? $"{Quoted.Of(Name)} is not the name of a security group"
            : $"{Quoted.Of(Id ?? "")} is not {Pattern(Type)}";

    private static bool IsName(string? text) => text is { Length: > 0 and <= 255 } && !text.Any(char.IsControl);

    private static bool IsTail(string text) => text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetterOrDigit);
}
