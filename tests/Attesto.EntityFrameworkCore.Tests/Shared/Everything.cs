using Attesto.Testing;
using HostNamespace.Data;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Calls every method of every store once, for tests that look at the statements.</summary>
internal static class Everything
{
    public static FakeClock Clock { get; } = new();

    public static async Task RunAsync(AttestoDbContext context)
    {
        await RunGrantsAsync(context);
        await RunFrontChannelAsync(context);
        await RunClientsAsync(context);
        await RunKeysAsync(context);
        await RunEventsAsync(context);
        await SweepAsync(context);
    }

    public static AuthorizationCode NewCode() => new()
    {
        Hash = NewHash(),
        Authorization = NewAuthorization(),
        RedirectUri = "https://app.example/cb",
        ExpiresAt = Clock.Now.AddSeconds(60),
        KeepUntil = Clock.Now.AddMinutes(16),
    };

    public static Grant NewGrant() => new()
    {
        Authorization = NewAuthorization(),
        CreatedAt = Clock.Now,
        LastUsedAt = Clock.Now,
        ExpiresAt = Clock.Now.AddDays(14),
        KeepUntil = Clock.Now.AddDays(14),
        RefreshToken = new RefreshTokenState(NewHash(), 1, NewHash()),
    };

    public static Rotation NewRotation(int generation = 1) => new()
    {
        Generation = generation,
        Successor = NewHash(),
        ProtectedSuccessor = "Y2lwaGVy",
        ExpiresAt = Clock.Now.AddDays(14),
        KeepUntil = Clock.Now.AddDays(14),
    };

    public static DeviceCode NewDevice() => new()
    {
        Hash = NewHash(),
        UserCode = NewHash(),
        ClientId = "tv",
        Scope = ScopeSet.Empty,
        RequestedAt = Clock.Now,
        ExpiresAt = Clock.Now.AddMinutes(10),
    };

    public static TokenHash NewHash() => TokenHash.Of(Secret.New());

    public static Authorization NewAuthorization() => new()
    {
        ClientId = "app",
        Subject = "alice",
        Scope = ScopeSet.Of("openid"),
        GrantId = GrantId.New(),
    };

    private static async Task RunGrantsAsync(AttestoDbContext context)
    {
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(context, Clock);
        var code = NewCode();
        await codes.AddAsync(code, default);
        await codes.FindAsync(code.Hash, default);
        await codes.RedeemAsync(code.Hash, NewGrant(), default);
        await codes.SpendAsync(code.Hash, default);
        await codes.SpendAsync(new GrantFilter { Subject = Secret.NewId() }, default);
        await codes.SpendAsync(new GrantFilter { ClientId = Secret.NewId() }, default);
        await codes.SpendAsync(new GrantFilter { SessionId = Secret.NewId() }, default);

        var grants = new EfGrantStore<AttestoDbContext>(context, Clock);
        var grant = NewGrant();
        await grants.AddAsync(grant, default);
        await grants.FindAsync(grant.Id, default);
        await grants.ListAsync(new GrantFilter { Subject = "alice" }, 20, null, default);
        await grants.ListAsync(new GrantFilter { ClientId = "app" }, 20, new GrantCursor(Clock.Now, grant.Id), default);
        await grants.ExtendAsync(grant.Id, 1, Clock.Now.AddDays(15), Clock.Now.AddDays(15), default);
        await grants.RotateAsync(grant.Id, NewRotation(), default);
        await grants.RevokeAsync(grant.Id, default);
        await grants.RevokeAsync(new GrantFilter { SessionId = Secret.NewId() }, default);
        await grants.RevokeAsync(new GrantFilter { Subject = Secret.NewId(), ClientId = "app" }, default);

        var revocations = new EfAccessTokenRevocationStore<AttestoDbContext>(context);
        await revocations.RevokeAsync(Secret.NewId(), Clock.Now.AddMinutes(15), default);
        await revocations.IsRevokedAsync("jti", default);

        var devices = new EfDeviceCodeStore<AttestoDbContext>(context, Clock);
        var device = NewDevice();
        await devices.AddAsync(device, default);
        await devices.FindAsync(device.Hash, default);
        await devices.FindByUserCodeAsync(device.UserCode, default);
        await devices.PollAsync(device.Hash, TimeSpan.FromSeconds(5), default);
        await devices.ApproveAsync(device.UserCode, NewAuthorization(), default);
        await devices.DenyAsync(device.UserCode, default);
        await devices.RedeemAsync(device.Hash, NewGrant(), default);
        await devices.DenyAsync(new GrantFilter { Subject = Secret.NewId() }, default);
        await devices.DenyAsync(new GrantFilter { ClientId = Secret.NewId() }, default);
        await devices.DenyAsync(new GrantFilter { SessionId = Secret.NewId() }, default);

        await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(NewHash(), Clock.Now.AddMinutes(2), default);
        await new EfDpopNonceStore<AttestoDbContext>(context).AddAsync(NewHash(), Clock.Now.AddMinutes(2), default);
        await new EfDpopNonceStore<AttestoDbContext>(context).IsLiveAsync(NewHash(), Clock.Now, default);
    }

    private static async Task RunFrontChannelAsync(AttestoDbContext context)
    {
        var requests = new EfPushedRequestStore<AttestoDbContext>(context);
        var request = new PushedRequest { Hash = NewHash(), ClientId = "app", Parameters = RequestParameters.None, ExpiresAt = Clock.Now.AddSeconds(90) };
        await requests.AddAsync(request, default);
        await requests.FindAsync(request.Hash, default);
        await requests.KeepAsync(request.Hash, "{}", Clock.Now.AddHours(1), default);
        await requests.AnswerAsync(request.Hash, "answer", default);

        var grants = new EfConsentGrantStore<AttestoDbContext>(context, Clock);
        var grant = new ConsentGrant(NewHash(), "binding", Clock.Now.AddMinutes(10));
        await grants.AddAsync(grant, default);
        await grants.FindAsync(grant.Hash, default);
        await grants.ClaimAsync(grant.Hash, default);

        var consents = new EfConsentStore<AttestoDbContext>(context, Clock);
        var consent = new Consent { Subject = "alice", ClientId = "app", Scope = ScopeSet.Empty, GivenAt = Clock.Now, ExpiresAt = Clock.Now.AddDays(90), Version = Secret.NewId() };
        await consents.FindAsync(consent.Id, default);
        await consents.ReplaceAsync(consent, null, default);
        await consents.ReplaceAsync(consent, consent, default);
        await consents.ListAsync("alice", default);
        await consents.RemoveAsync(new GrantFilter { Subject = "alice", ClientId = "app" }, default);
        await consents.RemoveAsync(new GrantFilter { ClientId = Secret.NewId() }, default);

        var sessions = new EfLogoutSessionStore<AttestoDbContext>(context, Clock);
        var session = new LogoutSession("app", "usr_alice", Secret.New(), Clock.Now.AddHours(1));
        await sessions.AddAsync(session, default);
        await sessions.ExtendAsync(session.SessionId!, Clock.Now.AddHours(2), default);
        await sessions.TakeAsync(session.SessionId, null, default);
        await sessions.TakeAsync(null, session.Subject, default);
        await sessions.AddAsync(session with { HostSubject = "alice" }, default);
        await sessions.TakeAsync(new GrantFilter { Subject = "alice" }, 10, default);
        await sessions.TakeAsync(new GrantFilter { ClientId = Secret.NewId() }, 10, default);
        foreach (var notice in await sessions.ClaimNoticesAsync(10, Clock.Now.AddMinutes(1), default))
        {
            await sessions.PostponeNoticeAsync(notice.Id, Clock.Now.AddMinutes(1), default);
            await sessions.RemoveNoticeAsync(notice.Id, default);
        }

        var browsers = new EfServerSideSessionStore<AttestoDbContext>(context, Clock);
        var browser = new ServerSideSession(NewHash(), "alice", Secret.New(), Clock.Now.AddHours(1));
        await browsers.AddAsync(browser, default);
        await browsers.IsLiveAsync(browser.Hash, default);
        await browsers.ListAsync("alice", default);
        await browsers.ExtendAsync(browser.Hash, Clock.Now.AddHours(2), default);
        await browsers.EndAllAsync(browser.SessionId, null, default);
        await browsers.EndAllAsync(null, browser.Subject, default);
        await browsers.EndAsync(browser.Hash, default);
    }

    // A sweeper looks first, and deletes only where something expired.
    private static async Task SweepAsync(AttestoDbContext context)
    {
        var (from, before) = (Clock.Now.AddYears(-10).UtcDateTime, Clock.Now.AddYears(-1).UtcDateTime);
        foreach (var table in SweptTable.All.Append(SweptTable.Events))
        {
            await table.FindOldestAsync(context, from, CancellationToken.None);
            await table.PostponeAsync(context, before, 500, CancellationToken.None);
            await context.ExecuteAsync(table.Batch(context, from, before, 500), CancellationToken.None);
        }
    }

    private static async Task RunClientsAsync(AttestoDbContext context)
    {
        var cache = new EfClientMetadataCache<AttestoDbContext>(context);
        var document = new CachedClientMetadata($"https://client.example/{Secret.NewId()}", "{}", Clock.Now.AddDays(1));
        await cache.PutAsync(document, default);
        await cache.FindAsync(document.ClientId, default);
        await cache.EvictAsync(document.ClientId, default);

        var clients = new EfRegisteredClientStore<AttestoDbContext>(context);
        var client = new RegisteredClient { ClientId = Secret.NewId(), RegistrationAccessToken = NewHash(), Metadata = "{}", IssuedAt = Clock.Now };
        await clients.AddAsync(client, default);
        await clients.FindAsync(client.ClientId, default);
        await clients.ReplaceAsync(client, client, default);
        await clients.ExtendAsync(client.ClientId, Clock.Now.AddDays(1), default);
        await clients.RemoveAsync(client, default);

        await new EfClientStore<AttestoDbContext>(context, new EfClientCache(Clock)).FindAsync(client.ClientId, default);
        var registry = new EfClientRegistry<AttestoDbContext>(context, new AnyClient(), Clock);
        await registry.FindAsync(client.ClientId, default);
        await registry.ListAsync(20, after: 1000, default);
        await context.InsertMissingAsync([.. ClientWordRow.Of(new Client { Id = "everything", Name = "The shop" })], default);
        await new EfCatalogStore<AttestoDbContext>(context).CountChangesAsync(default);
        await new EfCatalogRegistry<AttestoDbContext, ScopeRow, HostScope>(context, static _ => [], Clock).FindAsync("reports:read", default);
        await new EfCatalogRegistry<AttestoDbContext, ApiRow, HostApi>(context, static _ => [], Clock).FindAsync("https://api.example", default);
        await RunListAsync(new EfClientCatalog<AttestoDbContext>(context, Clock));
    }

    private static async Task RunListAsync(EfClientCatalog<AttestoDbContext> catalog)
    {
        foreach (var search in new[] { null, "shop" })
        {
            for (var section = 0; section < 5; section++)
            {
                await catalog.ListAsync(new ClientFilter { Search = search }, 20, new ClientCursor(section, "1"), default);
            }
        }
    }

    private static async Task RunEventsAsync(AttestoDbContext context)
    {
        var (events, after) = (new EfEventStore<AttestoDbContext>(context), new EventCursor(Clock.Now, Guid.Empty));
        await events.AddAsync([StoredEvent.Of(new ServerEvent(EventName.TokenIssued), Clock.Now), StoredEvent.Of(new ServerEvent(EventName.TokenDenied), Clock.Now)], default);
        await events.ListAsync(new EventFilter(), 20, null, default);
        await events.ListAsync(new EventFilter { From = Clock.Now, Until = Clock.Now }, 20, after, default);
        await events.ListAsync(new EventFilter { Name = "token_denied" }, 20, after, default);
        await events.ListAsync(new EventFilter { ClientId = "app" }, 20, after, default);
        await events.ListAsync(new EventFilter { Subject = "alice" }, 20, after, default);
        await events.ListAsync(new EventFilter { Actor = "alice" }, 20, after, default);
        await events.ListAsync(new EventFilter { People = ["alice", "usr_alice"] }, 20, after, default);
    }

    private sealed class AnyClient : IClientRules
    {
        public System.Collections.Immutable.ImmutableArray<ClientDataFault> FaultsOf(Client client) => [];
    }

    // The few keys are read whole, and by the database's clock: that needs a database.
    private static async Task RunKeysAsync(AttestoDbContext context)
    {
        var key = new StoredSigningKey
        {
            KeyId = Secret.NewId(),
            Algorithm = Secret.NewId(),
            Number = 1,
            PublicKey = "{}",
            PrivateKey = [1],
            AnnouncedAt = Clock.Now,
            SignsFrom = Clock.Now,
        };
        await context.TryInsertAsync(SigningKeyRow.From(key), default);
        var keys = new EfSigningKeyStore<AttestoDbContext>(context);
        await keys.ActivateAsync(key.KeyId, Clock.Now, default);
        await keys.RemoveAsync(key.KeyId, default);
    }
}
