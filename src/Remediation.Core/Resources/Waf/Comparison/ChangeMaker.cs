using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Makes a change of whatever is compared: a rule, or the whole resource.</summary>
internal delegate StateChange ChangeMaker(ChangeEffect effect, string text, params ImmutableArray<DocumentPath> places);
