using Attesto.Profiles;
using NUnit.Framework;

namespace Attesto.Tests.Profiles;

/// <summary>Whom FAPI 2.0 lets a server serve (§5.3.2.1, §5.3.2.2, §5.4.1).</summary>
public sealed class Fapi2ClientsTests
{
    private static readonly Client Good = new() { Id = "app", RedirectUris = ["https://app.example/cb", "com.example.app:/cb"] };

    private static IEnumerable<TestCaseData> Clients()
    {
        yield return new TestCaseData(Good, null).SetName("confidential");
        yield return new TestCaseData(Good with { TokenEndpointAuthMethod = "private_key_jwt" }, null).SetName("private_key_jwt");
        yield return new TestCaseData(Good with { TokenEndpointAuthMethod = "self_signed_tls_client_auth" }, null).SetName("self_signed_tls_client_auth");
        yield return new TestCaseData(Good with { RequirePkce = true }, null).SetName("PKCE");
        yield return new TestCaseData(Good with { IdTokenSignedResponseAlg = "ES256", AuthorizationSignedResponseAlg = "PS256" }, null).SetName("ES256");
        yield return new TestCaseData(Good with { ApplicationType = ApplicationType.Native, RedirectUris = ["http://127.0.0.1/cb", "http://[::1]/cb"] }, null).SetName(
            "native on loopback");
        yield return new TestCaseData(Good with { IsPublic = true }, "is public").SetName("public");
        yield return new TestCaseData(Good with { TokenEndpointAuthMethod = "client_secret_post" }, "neither with private_key_jwt").SetName("client_secret_post");
        yield return new TestCaseData(Good with { RequirePkce = false }, "exempt from PKCE").SetName("no PKCE");
        yield return new TestCaseData(Good with { IdTokenSignedResponseAlg = "RS256" }, "ID tokens").SetName("RS256 ID tokens");
        yield return new TestCaseData(Good with { AuthorizationSignedResponseAlg = "RS256" }, "responses").SetName("RS256 responses");
        yield return new TestCaseData(Good with { RedirectUris = ["https://app.example/cb", "http://app.example/cb"] }, "http redirect URI").SetName("http");
        yield return new TestCaseData(Good with { RedirectUris = ["HTTP://app.example/cb"] }, "http redirect URI").SetName("HTTP");
        yield return new TestCaseData(Good with { RedirectUris = ["http://127.0.0.1/cb"] }, "http redirect URI").SetName("web on loopback");
        yield return new TestCaseData(Good with { ApplicationType = ApplicationType.Native, RedirectUris = ["http://localhost/cb"] }, "http redirect URI").SetName(
            "native on localhost");
    }

    [TestCaseSource(nameof(Clients))]
    public void A_client_that_contradicts_the_profile_is_told_why(Client client, string? fault)
    {
        Assert.That(Fapi2Clients.FaultOf(client, SecurityProfile.Fapi2Security), fault is null ? Is.Null : Does.Contain(fault));
        Assert.That(Fapi2Clients.FaultOf(client, SecurityProfile.Fapi2MessageSigning), fault is null ? Is.Null : Does.Contain(fault));
        Assert.That(Fapi2Clients.FaultOf(client, SecurityProfile.None), Is.Null);
    }
}
