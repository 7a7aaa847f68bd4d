using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Attesto.AspNetCore;

/// <summary>Traces and metrics under the name <c>Attesto</c>, for any collector. No secret, code or token is ever a tag, and no raw request value a metric's.</summary>
internal static class Telemetry
{
    public const string Name = "Attesto";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>("attesto.request.duration", "s", "How long a request took, by endpoint and OAuth error code.");

    private static readonly Counter<long> EventCount = Meter.CreateCounter<long>("attesto.events", "{event}", "Events, by name.");
    private static readonly Counter<long> DroppedEvents = Meter.CreateCounter<long>("attesto.events.dropped", "{event}", "Events that no sink received in time.");

    public static RequestSpan Begin(OAuthEndpoint endpoint) =>
        new(Activities.HasListeners() ? Activities.StartActivity($"attesto {endpoint}") : null, endpoint, Stopwatch.GetTimestamp());

    public static void Count(ServerEvent serverEvent)
    {
        if (EventCount.Enabled)
        {
            EventCount.Add(1, new KeyValuePair<string, object?>("attesto.event", serverEvent.Name.ToString()));
        }
    }

    public static void CountDropped() => DroppedEvents.Add(1);

    /// <summary>Observes the rotating keys for as long as its meter lives.</summary>
    public static Meter Observe(Attesto.Keys.SigningKeyRing ring)
    {
        var meter = new Meter(Name);
        meter.CreateObservableGauge(
            "attesto.key_rotation.overdue",
            () => (ring.Health()?.Overdue ?? []).Select(key => new Measurement<double>(key.By.TotalSeconds, new KeyValuePair<string, object?>("attesto.algorithm", key.Algorithm))),
            "s",
            "By how much the rotation of a signing key is late, by algorithm; 0 if it is not.");
        meter.CreateObservableGauge("attesto.key_rotation.age", () => ring.Health()?.Age.TotalSeconds ?? 0, "s", "How long ago this node read the signing keys.");
        return meter;
    }

    /// <summary>One request, from the moment it is read until its answer is known.</summary>
    public sealed class RequestSpan(Activity? activity, OAuthEndpoint endpoint, long began) : IDisposable
    {
        private string? _error;

        /// <summary>The client that asks, as it says. For traces only: it is not verified, and there may be many.</summary>
        public void About(OAuthRequest request)
        {
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag("oauth.client_id", request.Parameters[Parameters.ClientId]);
                activity.SetTag("oauth.grant_type", request.Parameters[Parameters.GrantType]);
            }
        }

        public void Fail(OAuthError? error)
        {
            if (error is not null)
            {
                _error = error.Code;
                activity?.SetTag("error.type", error.Code);
                activity?.SetTag("attesto.fault", error.Fault?.ToString());
            }
        }

        public void Dispose()
        {
            if (Durations.Enabled)
            {
                var tags = new TagList { { "attesto.endpoint", endpoint.ToString() } };
                if (_error is not null)
                {
                    tags.Add("error.type", _error);
                }

                Durations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
            }

            activity?.Dispose();
        }
    }
}
