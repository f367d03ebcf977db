/* CKAN 2.12 asks for its translations under a wrong name when the language tag has three parts (zh-Hans-CN), gets 400,
 * and then starts no module at all. Here: the right name, and a page that starts with English texts rather than not. */
(function (ckan, $) {
  'use strict';
  if (!ckan || !ckan.Client) { return; }
  var client = ckan.Client.prototype;

  client.getLocaleData = function (tag, success, error) {
    var locale = String(tag || '').replace(/-/g, '_');
    var ready = $.Deferred();
    $.getJSON(this.url('/api/i18n/' + locale))
      .done(function (data) { ready.resolve(data || {}); })
      .fail(function () { ready.resolve({}); });
    return ready.promise().then(success, error);
  };

  /* Moment knows the language as zh-cn; asked for another name it would print English months. */
  if (window.moment) {
    var names = {'zh-hans-cn': 'zh-cn', 'zh-hans': 'zh-cn'};
    var original = window.moment.locale;
    window.moment.locale = function (key) {
      var args = Array.prototype.slice.call(arguments);
      if (typeof key === 'string') { args[0] = names[key.toLowerCase().replace(/_/g, '-')] || key; }
      return original.apply(window.moment, args);
    };
  }
})(window.ckan, window.jQuery);
