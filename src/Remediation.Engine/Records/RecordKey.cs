namespace Remediation.Engine.Records;

/// <summary>Which record. Records of one collection can be listed together, and share a partition where they are kept.</summary>
/// <param name="Collection">Such as <c>lease/arn:aws:ec2:...</c>; not empty.</param>
/// <param name="Name">The record's name within the collection; not empty.</param>
public sealed record RecordKey(string Collection, string Name)
{
    public override string ToString() => $"{Collection} {Name}";
}
