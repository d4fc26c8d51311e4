namespace Remediation.Aws.Tests;

public sealed class AwsClientsTests
{
    [Theory]
    [InlineData("AWS_REGION", "eu-west-1")]
    [InlineData("AWS_DEFAULT_REGION", "eu-west-2")]
    public void FromVariables_Region_IsTaken(string variable, string region)
    {
        var settings = AwsClientSettings.FromVariables(name => name == variable ? region : null);
        Assert.Equal(region, AwsClients.Create(settings).Value.Region);
    }

    [Fact]
    public void FromVariables_BothRegions_TheFunctionsOwnWins()
    {
        var settings = AwsClientSettings.FromVariables(name =>
            name switch
            {
                "AWS_REGION" => "eu-west-1",
                "AWS_DEFAULT_REGION" => "eu-west-2",
                _ => "",
            }
        );
        Assert.Equal("eu-west-1", settings.Region);
        Assert.Null(settings.EndpointUrl);
    }

    [Fact]
    public void CreateEc2_NoEndpoint_IsAwssOwnInTheRegion()
    {
        var config = AwsClients.Create(new() { Region = "eu-west-1" }).Value.CreateEc2().Config;
        Assert.Equal("eu-west-1", config.RegionEndpoint.SystemName);
        Assert.Equal(RequestBudget.Default.Retries, config.MaxErrorRetry);
    }

    [Fact]
    public void Create_Endpoints_TheServicesOwnWins()
    {
        var clients = AwsClients
            .Create(
                new()
                {
                    Region = "eu-west-1",
                    EndpointUrl = "http://127.0.0.1:1",
                    Ec2EndpointUrl = "http://127.0.0.1:2",
                }
            )
            .Value;
        Assert.Equal("http://127.0.0.1:2/", clients.CreateEc2().Config.ServiceURL);
        Assert.Equal("http://127.0.0.1:1/", clients.CreateDynamoDb().Config.ServiceURL);
        Assert.Equal("eu-west-1", clients.CreateEc2().Config.AuthenticationRegion);
    }

    [Fact]
    public void Create_EndpointThatIsNoUrl_SaysWhichVariable()
    {
        var result = AwsClients.Create(new() { Region = "eu-west-1", EndpointUrl = "localhost:5000" });
        Assert.StartsWith("AWS_ENDPOINT_URL is 'localhost:5000'", result.Error);
    }
}
