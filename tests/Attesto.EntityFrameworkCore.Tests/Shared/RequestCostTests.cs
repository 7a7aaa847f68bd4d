using Attesto.Introspection;
using Attesto.Issuing;
using Attesto.Revocation;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>What a whole request costs the database, counted: contexts, statements, transactions.</summary>
public sealed class RequestCostTests
{
    private RequestServer _server = null!;

    [SetUp]
    public void Start() => _server = new RequestServer();

    [TearDown]
    public ValueTask Stop() => _server.DisposeAsync();

    [Test]
    public async Task Client_credentials_make_no_context() => Assert.That(
        await RedeemingAsync(RequestServer.Post(("grant_type", "client_credentials"))), Is.EqualTo(new RequestServer.Cost(0, "", 0)));

    [Test]
    public async Task A_client_that_fails_to_authenticate_makes_no_context() => Assert.That(
        await _server.CostOfAsync<TokenService>(service => service.HandleAsync(
            RequestServer.Post(("grant_type", "client_credentials")) with { Authorization = ["Basic YXBwOndyb25n"] }, default)),
        Is.EqualTo(new RequestServer.Cost(0, "", 0)));

    [Test]
    public async Task A_code_costs_a_read_an_update_and_an_insert() => Assert.That(
        await RedeemingAsync(await _server.CodeRequestAsync()), Is.EqualTo(new RequestServer.Cost(1, "SELECT UPDATE INSERT", 1)));

    [Test]
    public async Task A_refresh_costs_a_read_and_an_update() => Assert.That(
        await RedeemingAsync(RequestServer.Post(("grant_type", "refresh_token"), ("refresh_token", (await _server.SignInAsync()).RefreshToken!))),
        Is.EqualTo(new RequestServer.Cost(1, "SELECT UPDATE", 0)));

    [Test]
    public async Task Introspection_of_a_token_of_a_client_costs_one_read() =>
        Assert.That(await IntrospectingAsync((await _server.TokenForTheClientAsync()).AccessToken), Is.EqualTo(new RequestServer.Cost(1, "SELECT", 0)));

    [Test]
    public async Task Introspection_of_a_token_of_a_person_costs_two_reads() => // the token, and its grant
        Assert.That(await IntrospectingAsync((await _server.SignInAsync()).AccessToken), Is.EqualTo(new RequestServer.Cost(1, "SELECT SELECT", 0)));

    [Test]
    public async Task Introspection_of_a_refresh_token_costs_one_read() =>
        Assert.That(await IntrospectingAsync((await _server.SignInAsync()).RefreshToken!), Is.EqualTo(new RequestServer.Cost(1, "SELECT", 0)));

    [Test]
    public async Task Introspection_of_what_is_no_token_makes_no_statement() =>
        Assert.That((await IntrospectingAsync("a.b.c", active: false)).Statements, Is.Empty);

    [Test]
    public async Task Revocation_of_a_refresh_token_costs_a_read_and_an_update() =>
        Assert.That(await RevokingAsync((await _server.SignInAsync()).RefreshToken!), Is.EqualTo(new RequestServer.Cost(1, "SELECT UPDATE", 0)));

    [Test]
    public async Task Revocation_of_an_access_token_costs_two_reads_and_an_insert() =>
        Assert.That(await RevokingAsync((await _server.SignInAsync()).AccessToken), Is.EqualTo(new RequestServer.Cost(1, "SELECT SELECT INSERT", 0)));

    private Task<RequestServer.Cost> RedeemingAsync(OAuthRequest request) =>
        _server.CostOfAsync<TokenService>(service => RequestServer.RedeemAsync(service, request));

    private Task<RequestServer.Cost> IntrospectingAsync(string token, bool active = true) => _server.CostOfAsync<IntrospectionService>(async service =>
    {
        var outcome = await service.HandleAsync(RequestServer.Post(("token", token)), default);
        Assert.That(outcome.Answer.TryGet(out var response, out _) && (bool)response.Body["active"]!, Is.EqualTo(active));
    });

    private Task<RequestServer.Cost> RevokingAsync(string token) => _server.CostOfAsync<RevocationService>(async service =>
    {
        var outcome = await service.HandleAsync(RequestServer.Post(("token", token)), default);
        Assert.That((outcome.Answer.TryGet(out _, out _), outcome.Events.Length), Is.EqualTo((true, 1)), "it was ours to end");
    });
}
