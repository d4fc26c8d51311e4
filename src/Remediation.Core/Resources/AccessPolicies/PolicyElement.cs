namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>What the patterns of a part of a statement stand for; they are compared differently.</summary>
public enum PolicyElement
{
    /// <summary>Who: <c>*</c>, or a kind and a name such as <c>AWS:arn:aws:iam::123456789012:role/App</c>.</summary>
    Principal,

    /// <summary>What is done: <c>s3:GetObject</c>. Letter case does not count.</summary>
    Action,

    /// <summary>On what: <c>arn:aws:s3:::bucket/*</c>.</summary>
    Resource,
}
