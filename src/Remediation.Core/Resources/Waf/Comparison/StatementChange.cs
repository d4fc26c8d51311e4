using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>One change of a statement.</summary>
/// <param name="Reach">What it means for the requests that the outermost statement matches.</param>
/// <param name="Text">What changed, for people.</param>
/// <param name="Place">Where: what has to be put back to undo it.</param>
internal sealed record StatementChange(Reach Reach, string Text, DocumentPath Place)
{
    /// <summary>What is true of a statement under a negation is the other way round for what is around it.</summary>
    public StatementChange Negated =>
        this with
        {
            Reach = Reach switch
            {
                Reach.Narrower => Reach.Wider,
                Reach.Wider => Reach.Narrower,
                _ => Reach,
            },
        };
}
