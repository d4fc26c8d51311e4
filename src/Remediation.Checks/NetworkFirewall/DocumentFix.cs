using Remediation.Core.Resources.Documents;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>States with one place of a part changed.</summary>
internal static class DocumentFix
{
    /// <param name="state">The state; the part that is to be changed must be in it.</param>
    /// <param name="place">The place, led by the part's operation.</param>
    /// <param name="value">What is to be there.</param>
    public static DocumentState With(DocumentState state, DocumentPath place, AwsDocument value)
    {
        var operation = place.Steps[0].Member!;
        return state.WithPart(operation, state.Parts[operation].With(Rest(place), value));
    }

    /// <summary>The place as another state has it, or null where it has none.</summary>
    public static AwsDocument? At(DocumentState state, DocumentPath place) =>
        state.Parts.GetValueOrDefault(place.Steps[0].Member!)?.At(Rest(place));

    private static DocumentPath Rest(DocumentPath place) =>
        DocumentPath.Of([.. place.Steps.Skip(1).Select(step => step.Member!)]);
}
