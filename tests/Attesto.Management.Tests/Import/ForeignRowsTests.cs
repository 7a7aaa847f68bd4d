using System.Data;
using System.Globalization;

namespace Attesto.Management.Tests.Import;

/// <summary>What single columns of another server's clients become.</summary>
public sealed class ForeignRowsTests
{
    private const string Key = """{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    [Test]
    public void A_client_of_IdentityServer_that_is_off_stays_off()
    {
        Assert.That(Read([("Enabled", false)]).Client.IsRevoked, Is.True);
        Assert.That(Read([("Enabled", true)]).Client.IsRevoked, Is.False);
        Assert.That(Read([]).Client.IsRevoked, Is.False, "a schema that lacks the column");
    }

    [Test]
    public void What_IdentityServer_demands_of_a_client_is_demanded_here()
    {
        var strict = Read([("RequireRequestObject", true), ("RequireDPoP", 1L), ("RequirePushedAuthorization", true), ("AllowRememberConsent", 0L)]).Client;
        Assert.That(
            (strict.RequireSignedRequestObject, strict.RequireDpop, strict.RequirePushedAuthorizationRequests, strict.RememberConsent),
            Is.EqualTo((true, true, true, (bool?)false)));
        var plain = Read([]).Client;
        Assert.That(
            (plain.RequireSignedRequestObject, plain.RequireDpop, plain.RequirePushedAuthorizationRequests, plain.RememberConsent),
            Is.EqualTo((false, false, false, (bool?)null)));
    }

    [TestCase(true, true, null)]
    [TestCase(true, false, false)]
    [TestCase(false, false, null)]
    public void Only_a_confidential_client_that_went_without_PKCE_may_go_on_so(bool isConfidential, bool requires, bool? expected) => Assert.That(
        Read([("RequireClientSecret", isConfidential), ("RequirePkce", requires)], ("ClientGrantTypes", "GrantType", "authorization_code")).Client.RequirePkce,
        Is.EqualTo(expected));

    [Test]
    public void Keys_and_certificates_of_IdentityServer_come_with_their_client_and_no_public_one_gets_any()
    {
        var signer = Read([], ("ClientSecrets", "JWK", Key)).Client;
        Assert.That((signer.Jwks?.Keys.Count, signer.TokenEndpointAuthMethod), Is.EqualTo((1, AuthenticationMethods.PrivateKeyJwt)));
        Assert.That(Read([], ("ClientSecrets", "X509Name", "CN=shop")).Client.TlsClientAuthSubjectDn, Is.EqualTo("CN=shop"));
        var open = Read([("RequireClientSecret", false)], ("ClientSecrets", "JWK", Key)).Client;
        Assert.That((open.IsPublic, open.Jwks, open.TokenEndpointAuthMethod), Is.EqualTo((true, (object?)null, (string?)null)));
    }

    [TestCase("[]", "public", false, null)]
    [TestCase("[]", "confidential", false, false)]
    [TestCase("""["ft:pkce"]""", "confidential", false, null)]
    [TestCase("""["ft:par","ft:pkce"]""", "confidential", true, null)]
    public void What_OpenIddict_demands_of_a_client_is_demanded_here(string requirements, string type, bool pushes, bool? pkce)
    {
        var read = OpenIddictApplication.Read(Row([("Requirements", requirements), ("ClientType", type), ("Permissions", """["gt:authorization_code"]""")]), "web", _ => []).Client;
        Assert.That((read.RequirePushedAuthorizationRequests, read.RequirePkce), Is.EqualTo((pushes, pkce)));
    }

    [TestCase("confidential", null, 1, AuthenticationMethods.PrivateKeyJwt)]
    [TestCase("confidential", "hash", 1, null)]
    [TestCase("public", null, null, null)]
    public void Keys_of_OpenIddict_come_with_their_client_and_no_public_one_gets_any(string type, string? secret, int? keys, string? method)
    {
        var read = OpenIddictApplication.Read(
            Row([("ClientType", type), ("ClientSecret", secret), ("JsonWebKeySet", $$"""{"keys":[{{Key}}]}""")]), "web", _ => []).Client;
        Assert.That((read.Jwks?.Keys.Count, read.TokenEndpointAuthMethod), Is.EqualTo((keys, method)));
    }

    [TestCase("2025-01-01 10:00:00", "2025-01-01T10:00:00Z")]
    [TestCase("2025-01-01 10:00:00+02:00", "2025-01-01T08:00:00Z")]
    [TestCase("soon", null)]
    [TestCase(null, null)]
    public void An_instant_without_a_zone_is_UTC(string? stored, string? instant) => Assert.That(
        Row([("At", stored)]).Time("At"), Is.EqualTo(instant is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    // Children stand for rows of the tables around it; a secret has a type, everything else one column.
    private static ForeignClient Read((string Column, object? Value)[] columns, params (string Table, string Column, string Value)[] children) => IdentityServerClient.Read(
        Row(columns),
        "web",
        table => children.Where(child => child.Table == table)
            .Select(child => table is "ClientSecrets" ? Row([("Type", child.Column), ("Value", child.Value)]) : Row([(child.Column, child.Value)])),
        _ => []);

    private static ForeignRow Row((string Column, object? Value)[] columns)
    {
        using var table = new DataTable();
        foreach (var (column, value) in columns)
        {
            table.Columns.Add(column, value?.GetType() ?? typeof(string));
        }

        table.Rows.Add([.. columns.Select(column => column.Value)]);
        using var reader = table.CreateDataReader();
        Assert.That(reader.Read(), Is.True);
        return new ForeignRow(reader);
    }
}
