namespace Remediation.Checks.Waf;

/// <summary>How much of what can be sent a statement matches, and how much it does not. Null where that cannot be told.</summary>
/// <param name="IsBroad">Whether it matches so much that whoever wants to be matched can be.</param>
/// <param name="LeavesMuch">Whether what it does not match is as much.</param>
internal readonly record struct Breadth(bool? IsBroad, bool? LeavesMuch)
{
    public static Breadth Unknown => new(null, null);

    public static Breadth Everything => new(IsBroad: true, LeavesMuch: false);

    public static Breadth Much => new(IsBroad: true, LeavesMuch: true);

    public static Breadth Little => new(IsBroad: false, LeavesMuch: true);

    public Breadth Negated => new(LeavesMuch, IsBroad);

    /// <summary>What both match: no more than the narrower of them.</summary>
    public Breadth And(Breadth other) => new(Both(IsBroad, other.IsBroad), Either(LeavesMuch, other.LeavesMuch));

    /// <summary>What one of them matches.</summary>
    public Breadth Or(Breadth other) => new(Either(IsBroad, other.IsBroad), Both(LeavesMuch, other.LeavesMuch));

    private static bool? Both(bool? one, bool? other) =>
        one is false || other is false ? false
        : one is null || other is null ? null
        : true;

    private static bool? Either(bool? one, bool? other) =>
        one is true || other is true ? true
        : one is null || other is null ? null
        : false;
}
