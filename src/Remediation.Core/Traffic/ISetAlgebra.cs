namespace Remediation.Core.Traffic;

/// <summary>
/// What a value needs so that it can be the value of an <see cref="IntervalMap{TKey,TValue}"/>: the operations of a set.
/// It is a constraint of the algebra, not a port: nothing is ever called through it virtually.
/// </summary>
internal interface ISetAlgebra<TSelf> : IEquatable<TSelf>
    where TSelf : class, ISetAlgebra<TSelf>
{
    bool IsEmpty { get; }

    TSelf Union(TSelf other);

    TSelf Intersect(TSelf other);

    TSelf Except(TSelf other);
}
