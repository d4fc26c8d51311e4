using System.Collections.Frozen;
using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>What holds for one check on one resource: the policy's settings, and the check's defaults where it says nothing.</summary>
public sealed class EffectiveSettings
{
    private readonly FrozenDictionary<string, ParameterValue> _parameters;
    private readonly FrozenDictionary<string, ServiceSet> _otherServices;

    private EffectiveSettings(Response respond, Fix fix, FrozenDictionary<string, ParameterValue> parameters)
    {
        Respond = respond;
        Fix = fix;
        _parameters = parameters;
        // Computed once, since a check that watches all but some services asks for it on every resource.
        _otherServices = parameters
            .Where(parameter => parameter.Value is ParameterValue.ServicesValue)
            .ToFrozenDictionary(
                parameter => parameter.Key,
                parameter => ServiceSet.All.Except(((ParameterValue.ServicesValue)parameter.Value).Services),
                StringComparer.Ordinal
            );
    }

    public Response Respond { get; }

    public Fix Fix { get; }

    public static EffectiveSettings Of(CheckMetadata check, CheckSettings settings) =>
        new(
            settings.Respond ?? check.DefaultResponse,
            settings.Fix ?? Fix.Remove,
            check.Parameters.ToFrozenDictionary(
                parameter => parameter.Name,
                parameter => settings.Parameters.GetValueOrDefault(parameter.Name, parameter.Default),
                StringComparer.Ordinal
            )
        );

    /// <summary>The value of a parameter of type services. Asking for one that the check does not declare is a bug.</summary>
    public ServiceSet Services(string name) => ((ParameterValue.ServicesValue)_parameters[name]).Services;

    /// <summary>Every service that is not in the value of a parameter of type services.</summary>
    public ServiceSet ServicesOtherThan(string name) => _otherServices[name];

    public long Integer(string name) => ((ParameterValue.IntegerValue)_parameters[name]).Number;

    public bool Boolean(string name) => ((ParameterValue.BooleanValue)_parameters[name]).Flag;

    public string Choice(string name) => ((ParameterValue.ChoiceValue)_parameters[name]).Choice;

    public ImmutableArray<string> Texts(string name) => ((ParameterValue.TextsValue)_parameters[name]).Texts;

    /// <summary>As <see cref="Integer"/>, or a default where the check does not declare the parameter.</summary>
    public long IntegerOr(string name, long otherwise) => _parameters.ContainsKey(name) ? Integer(name) : otherwise;
}
