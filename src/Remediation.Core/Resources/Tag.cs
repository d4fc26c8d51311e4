namespace Remediation.Core.Resources;

/// <summary>One tag of an AWS resource. Whoever can change the resource can often change its tags: no tag exempts anything.</summary>
public sealed record Tag(string Key, string Value);
