using System.Numerics;

namespace Remediation.Core.Traffic;

/// <summary>All numbers from <paramref name="First"/> to <paramref name="Last"/>, both included; never empty.</summary>
public readonly record struct Interval<T>(T First, T Last)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
