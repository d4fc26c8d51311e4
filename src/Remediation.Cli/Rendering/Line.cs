using System.Collections.Immutable;

namespace Remediation.Cli.Rendering;

/// <summary>One line as it is shown, without its end.</summary>
internal readonly record struct Line(ImmutableArray<Span> Spans)
{
    public static Line Empty { get; } = new([]);

    public override string ToString() => string.Concat(Spans.Select(span => span.Text));
}
