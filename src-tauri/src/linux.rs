//! What the web view of Linux is kept from: the page is text, so it is given what text needs and nothing more.

use webkit2gtk::{
    CacheModel, HardwareAccelerationPolicy, Settings, SettingsExt as _, WebContextExt as _, WebView,
    WebViewExt as _,
};

/// Takes from a web view all that a page of text has no use for. Each of these costs memory in the web process, and each is a way
/// in for a file that means harm.
pub fn restrain(view: &WebView) {
    if let Some(settings) = view.settings() {
        without_graphics_card(&settings);
        without_media(&settings);
    }
    // One page that is never left: there is nothing to come back to.
    if let Some(context) = view.context() {
        context.set_cache_model(CacheModel::DocumentViewer);
    }
}

/// Layers on the graphics card cost this page half its memory and, where no card is there to draw them, half its time from a key
/// to its answer; and drivers that draw nothing at all are a known trouble of this web view.
fn without_graphics_card(settings: &Settings) {
    settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    settings.set_enable_webgl(false);
}

fn without_media(settings: &Settings) {
    settings.set_enable_media(false);
    settings.set_enable_media_stream(false);
    settings.set_enable_mediasource(false);
    settings.set_enable_webaudio(false);
    settings.set_enable_page_cache(false);
    settings.set_enable_dns_prefetching(false);
}
