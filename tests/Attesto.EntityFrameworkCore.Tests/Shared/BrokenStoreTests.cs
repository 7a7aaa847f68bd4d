using Attesto.Testing;
using HostNamespace.Data;
using NUnit.Framework;
using NUnit.Framework.Internal;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A race that a broken store passes proves nothing: each contract is shown to fail one.</summary>
public sealed class BrokenStoreTests
{
    private const int MaxRounds = 20;

    [Test]
    public Task A_code_store_that_reads_then_writes_fails() => FailsAsync(new Codes<int>(), contract => contract.A_code_is_redeemed_exactly_once_under_contention());

    [Test]
    public Task A_grant_store_that_reads_then_writes_fails() => FailsAsync(new Grants<int>(), contract => contract.Rotation_is_won_exactly_once_under_contention(8));

    [Test]
    public Task A_grant_store_that_writes_back_what_it_read_fails() =>
        FailsAsync(new WrittenBack<int>(), contract => contract.No_rotation_survives_a_revocation_that_races_with_it(8));

    [Test]
    public Task A_device_code_store_that_reads_then_writes_fails() => FailsAsync(new Devices<int>(), contract => contract.Every_step_is_won_exactly_once_under_contention());

    [Test]
    public Task A_pushed_request_store_that_reads_then_writes_fails() =>
        FailsAsync(new Requests<int>(), contract => contract.A_request_is_answered_exactly_once_under_contention());

    [Test]
    public Task A_consent_grant_store_that_reads_then_writes_fails() => FailsAsync(new Consents<int>(), contract => contract.Claim_is_won_exactly_once_under_contention());

    [Test]
    public Task A_consent_store_that_reads_then_writes_fails() =>
        FailsAsync(new Agreements<int>(), contract => contract.A_consent_is_replaced_exactly_once_under_contention(isThere: true));

    [Test]
    public Task A_replay_store_that_reads_then_writes_fails() => FailsAsync(new Replays<int>(), contract => contract.An_identity_is_new_exactly_once_under_contention());

    [Test]
    public Task A_logout_session_store_that_reads_then_writes_fails() =>
        FailsAsync(new Sessions<int>(), contract => contract.Each_session_is_taken_exactly_once_under_contention());

    [Test]
    public Task A_registered_client_store_that_reads_then_writes_fails() => FailsAsync(new Clients<int>(), contract => contract.An_update_is_won_exactly_once_under_contention());

    [Test]
    public Task A_revocation_store_that_reads_then_writes_fails() => FailsAsync(new Revocations<int>(), contract => contract.Racing_revocations_all_succeed());

    [Test]
    public Task A_metadata_cache_that_reads_then_writes_fails() => FailsAsync(new Documents<int>(), contract => contract.Racing_fetches_leave_one_document());

    // It may pass a round by luck, as a real one would in somebody's tests; it must not pass them all.
    private static async Task FailsAsync<TContract>(TContract contract, Func<TContract, Task> race)
        where TContract : IContract
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            contract.Begin();
            try
            {
                using var isolated = new TestExecutionContext.IsolatedContext();
                await race(contract);
            }
            catch (Exception fault) when (fault is AssertionException or InvalidOperationException)
            {
                return;
            }
            finally
            {
                contract.End();
            }
        }

        Assert.Fail("The broken store passed every round.");
    }

    private interface IContract
    {
        void Begin();

        void End();
    }

    // Generic, so that NUnit does not take them for fixtures of their own.
    private sealed class Codes<T> : AuthorizationCodeStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);

        protected override IAuthorizationCodeStore Open() => new ReadThenWriteCodes(new EfAuthorizationCodeStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock));
    }

    private sealed class Grants<T> : GrantStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IGrantStore Open() => new ReadThenWriteGrants(new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock));
    }

    private sealed class WrittenBack<T> : GrantStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IGrantStore Open()
        {
            var context = Closing(TestDatabase.Open());
            return new WritesBackGrants(context, new EfGrantStore<AttestoDbContext>(context, Clock));
        }
    }

    private sealed class Devices<T> : DeviceCodeStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);

        protected override IDeviceCodeStore Open() => new ReadThenWriteDevices(new EfDeviceCodeStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock));
    }

    private sealed class Requests<T> : PushedRequestStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IPushedRequestStore Open() => new ReadThenWriteRequests(new EfPushedRequestStore<AttestoDbContext>(Closing(TestDatabase.Open())));
    }

    private sealed class Consents<T> : ConsentGrantStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IConsentGrantStore Open() => new ReadThenWriteConsents(new EfConsentGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock));
    }

    private sealed class Agreements<T> : ConsentStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IConsentStore Open()
        {
            var context = Closing(TestDatabase.Open());
            return new WritesBackConsents(context, new EfConsentStore<AttestoDbContext>(context, Clock));
        }
    }

    private sealed class Replays<T> : ReplayStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IReplayStore Open()
        {
            var context = Closing(TestDatabase.Open());
            return new ReadThenWriteReplays(context, new EfReplayStore<AttestoDbContext>(context));
        }
    }

    private sealed class Sessions<T> : LogoutSessionStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override ILogoutSessionStore Open()
        {
            var context = Closing(TestDatabase.Open());
            return new ReadThenWriteSessions(context, new EfLogoutSessionStore<AttestoDbContext>(context, Clock));
        }
    }

    private sealed class Clients<T> : RegisteredClientStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IRegisteredClientStore Open() => new ReadThenWriteClients(new EfRegisteredClientStore<AttestoDbContext>(Closing(TestDatabase.Open())));
    }

    private sealed class Revocations<T> : AccessTokenRevocationStoreContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IAccessTokenRevocationStore Open() => new ReadThenWriteRevocations(Closing(TestDatabase.Open()));
    }

    private sealed class Documents<T> : ClientMetadataCacheContract, IContract
    {
        public void Begin() => BeginContract();

        public void End() => EndContract();

        protected override IClientMetadataCache Open()
        {
            var context = Closing(TestDatabase.Open());
            return new ReadThenWriteDocuments(context, new EfClientMetadataCache<AttestoDbContext>(context));
        }
    }
}
