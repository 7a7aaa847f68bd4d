namespace Attesto.Faults;

/// <summary>What a request is about.</summary>
internal enum Step
{
    Authorization,
    Redemption,
    Rotation,
    Push,
    PushedCompletion,
    Device,
    DeviceDecision,
    DevicePoll,
    Consent,
    Proof,
    Assertion,
    Revocation,
    Logout,
    UserInfo,
    Api,
}
