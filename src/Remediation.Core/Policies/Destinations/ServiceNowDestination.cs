namespace Remediation.Core.Policies.Destinations;

/// <summary>Records of a table of ServiceNow that is, or extends, its table of incidents.</summary>
/// <param name="Url">The instance, such as <c>https://example.service-now.com</c>.</param>
/// <param name="Table">The table's name.</param>
/// <param name="User">Whose password it is, for basic authentication; null where a token is given, as a bearer.</param>
/// <param name="Password">Where the password, or the token, is kept.</param>
/// <param name="CloseCode">The resolution code that the instance wants of a resolved incident.</param>
public sealed record ServiceNowDestination(
    Uri Url,
    string Table,
    string? User,
    SecretReference Password,
    string CloseCode
) : TicketDestination
{
    public const string UsualTable = "incident";
    public const string UsualCloseCode = "Solution provided";

    public override string Name => $"serviceNow {Url.Authority}/{Table}";
}
