using System.Reflection;
using System.Text.RegularExpressions;
using Attesto.AspNetCore.Tests.Routing;

namespace Attesto.AspNetCore.Tests.Requests;

/// <summary>RFC 6749 §3.1, §3.2: parameters sent without a value MUST be treated as if they were omitted from the request.</summary>
public sealed partial class EmptyParameterTests
{
    private static readonly string[] Names =
        [.. typeof(Parameters).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!)];

    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task SetUp() => _host = await WholeHost.StartAsync(controllers: false);

    [OneTimeTearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [TestCase(OAuthEndpoint.Authorization, "response_type=code&client_id=web&redirect_uri=https://app.example/cb&state=s&code_challenge_method=S256"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "302")]
    [TestCase(OAuthEndpoint.Token, "grant_type=client_credentials&client_id=web&client_secret=" + TestHost.Secret, "200")]
    [TestCase(OAuthEndpoint.PushedAuthorization, "response_type=code&client_id=web&client_secret=" + TestHost.Secret + "&redirect_uri=https://app.example/cb"
        + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "201")]
    [TestCase(OAuthEndpoint.Introspection, "token=x&client_id=web&client_secret=" + TestHost.Secret, "200")]
    [TestCase(OAuthEndpoint.Revocation, "token=x&client_id=web&client_secret=" + TestHost.Secret, "200")]
    [TestCase(OAuthEndpoint.DeviceAuthorization, "client_id=web&client_secret=" + TestHost.Secret, "200")]
    [TestCase(OAuthEndpoint.DeviceVerification, "decision=", "200")]
    [TestCase(OAuthEndpoint.EndSession, "state=s", "200")]
    [TestCase(OAuthEndpoint.UserInfo, "a=b", "401")]
    public async Task A_parameter_without_a_value_counts_as_omitted(OAuthEndpoint endpoint, string form, string status)
    {
        var others = string.Concat(Names.Where(name => !form.Contains($"{name}=", StringComparison.Ordinal)).Select(name => $"&{name}="));
        var plain = await SendAsync(endpoint, form);
        Assert.That(plain, Does.StartWith(status));
        Assert.That(await SendAsync(endpoint, form + others), Is.EqualTo(plain));
        Assert.That(await SendAsync(endpoint, $"{EveryValue().Replace(form, "=")}&{form}"), Is.EqualTo(plain), "one without a value is no repetition");
    }

    private async Task<string> SendAsync(OAuthEndpoint endpoint, string form)
    {
        var path = _host.PathOf(endpoint);
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        using var response = endpoint is OAuthEndpoint.Authorization
            ? await _host.CreateClient().GetAsync($"{path}?{form}")
            : await _host.CreateClient().PostAsync(path, content);
        return $"{(int)response.StatusCode} {Masked(response.Headers.Location?.ToString() ?? "")} {Masked(await response.Content.ReadAsStringAsync())}";
    }

    // What is new each time: codes, tokens, references.
    private static string Masked(string text) => Fresh().Replace(text, "…");

    [GeneratedRegex("[A-Za-z0-9._-]{20,}|\"user_code\":\"[^\"]*\"|user_code=[^\"&]*")]
    private static partial Regex Fresh();

    [GeneratedRegex("=[^&]*")]
    private static partial Regex EveryValue();
}
